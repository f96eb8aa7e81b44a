using Quanta.Cli.Output;

namespace Quanta.Cli.Verbs;

/// <summary>What every verb is given.</summary>
/// <param name="Terminal">Where results and messages go.</param>
/// <param name="Arguments">The command line, for run.json.</param>
/// <param name="Cancellation">Set when the user interrupts.</param>
internal sealed record VerbContext(Terminal Terminal, IReadOnlyList<string> Arguments, CancellationToken Cancellation)
{
    public string CommandLine => "quanta " + string.Join(' ', Arguments.Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a));
}
