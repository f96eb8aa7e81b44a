using System.Text;
using Quanta.Discovery;
using Spectre.Console;

namespace Quanta.Cli.Output;

/// <summary>The command's three streams: results on standard output; progress, notes and errors on standard error.</summary>
internal sealed class Terminal
{
    private readonly IAnsiConsole _errors = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        Out = new AnsiConsoleOutput(Console.Error),
    });

    /// <summary>For results: what another program may read.</summary>
    public TextWriter Output { get; } = new StandardWriter(Console.Out, "Standard output cannot be written to");

    /// <summary>For what is said beside results. Where nobody listens, nothing is lost.</summary>
    public TextWriter Errors { get; } = new StandardWriter(Console.Error, onFailure: null);

    /// <summary>Whether results may carry colour.</summary>
    public bool OutputHasColour { get; } =
        TakesColour(Console.IsOutputRedirected, Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM"));

    /// <summary>Whether an output takes colour codes: it is a terminal, of a kind that knows them, and the user has not asked for none.</summary>
    internal static bool TakesColour(bool isRedirected, string? noColour, string? terminal) =>
        !isRedirected && string.IsNullOrEmpty(noColour) && terminal != "dumb";

    /// <summary>Where stages report: bars on a terminal, plain lines elsewhere, cautions alone when quiet.</summary>
    public IStageObserver Observer(bool quiet)
    {
        if (quiet) return new CautionObserver(Errors);
        var isTerminal = !Console.IsErrorRedirected && _errors.Profile.Capabilities.Ansi;
        return isTerminal ? new BarObserver(_errors, TimeProvider.System) : new LineObserver(Errors, TimeProvider.System);
    }

    /// <summary>One sentence on standard error.</summary>
    public void Error(string sentence)
    {
        try
        {
            _errors.Write(new Text("quanta: ", new Style(Color.Red)));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return; // there is nobody to tell
        }
        Errors.WriteLine(Sentence.Plain(sentence));
    }
}

/// <summary>A standard stream that may be closed, or a file on a full disk: what happens then is said in words, or passed over.</summary>
/// <remarks>A reader that goes away early, as head does, is no failure: the runtime itself passes over writes to a broken pipe.</remarks>
/// <param name="stream">Standard output or standard error.</param>
/// <param name="onFailure">The beginning of the sentence; null to pass over failures.</param>
internal sealed class StandardWriter(TextWriter stream, string? onFailure) : TextWriter
{
    public override Encoding Encoding => stream.Encoding;

    public override void Write(char value) => Try(() => stream.Write(value));

    public override void Write(string? value) => Try(() => stream.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => stream.Write(buffer, index, count));

    public override void Flush() => Try(stream.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (UnauthorizedAccessException) // what the runtime calls a closed descriptor
        {
            if (onFailure is not null) throw new IOException($"{onFailure}: it is closed.");
        }
        catch (IOException problem)
        {
            if (onFailure is not null) throw new IOException($"{onFailure}: {problem.Message}.", problem);
        }
    }
}
