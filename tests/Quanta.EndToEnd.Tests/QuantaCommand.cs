using System.Diagnostics;

namespace Quanta.EndToEnd.Tests;

/// <summary>The built command, run as a user runs it: as a process of its own.</summary>
internal static class QuantaCommand
{
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "quanta.dll");

    /// <summary>Runs to the end.</summary>
    public static CommandResult Run(params string[] arguments) => RunWith(new Dictionary<string, string>(), arguments);

    /// <summary>Runs to the end, with variables in its environment.</summary>
    public static CommandResult RunWith(IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        using var process = Start(arguments, variables);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new CommandResult(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Runs, and kills with SIGKILL after a while, unless it ended before.</summary>
    /// <returns>Whether it was killed.</returns>
    public static bool RunAndKill(TimeSpan after, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExit(after);
        if (!ended) process.Kill();
        process.WaitForExit();
        Task.WaitAll(output, errors);
        return !ended;
    }

    private static Process Start(string[] arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        start.ArgumentList.Add(Assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}

/// <summary>What a command left.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors);
