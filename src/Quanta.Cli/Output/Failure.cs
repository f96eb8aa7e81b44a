using System.Text.RegularExpressions;

namespace Quanta.Cli.Output;

/// <summary>What a user is told of a failure: one sentence, and an exit code. No stack trace ever reaches the terminal.</summary>
internal static class Failure
{
    /// <summary>Tells the failure on standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(Exception problem, Terminal terminal)
    {
        var (sentence, code) = Of(problem);
        terminal.Error(sentence);
        return code;
    }

    internal static (string Sentence, int Code) Of(Exception problem) => problem switch
    {
        UsageException => (problem.Message, ExitCode.Usage),
        _ when IsCancellation(problem) => ("Interrupted. What was finished is saved; the same command goes on from there.", ExitCode.Interrupted),
        _ when Explain(problem) is { } sentence => (sentence, ExitCode.Failed),
        _ => (Defect(problem), ExitCode.Defect),
    };

    private static bool IsCancellation(Exception problem) =>
        problem is OperationCanceledException || (problem is AggregateException several && several.InnerExceptions.All(IsCancellation));

    /// <summary>The sentence for a failure that a user can do something about; null for a defect of ours.</summary>
    private static string? Explain(Exception problem) => problem switch
    {
        AggregateException several => Explain(several.InnerExceptions[0]),
        InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or DllNotFoundException or NotFiniteNumberException =>
            Output.Sentence.Of(problem),
        InsufficientMemoryException or OutOfMemoryException => "There is not enough memory. Lower --memory, --count or --documents, or use a larger machine.",
        _ => null,
    };

    /// <summary>Keeps the stack trace in a file, for the one who mends it.</summary>
    private static string Defect(Exception problem)
    {
        var sentence = $"This is a defect of quanta, not of your input: {Output.Sentence.Of(problem).ReplaceLineEndings(" ")} Please report it";
        try
        {
            var path = Path.Combine(Path.GetTempPath(), $"quanta-defect-{Environment.ProcessId}.txt");
            File.WriteAllText(path, $"{Environment.CommandLine}\n{problem}\n");
            return $"{sentence}, with {path}, which says where it happened.";
        }
        catch (Exception other) when (other is IOException or UnauthorizedAccessException)
        {
            return $"{sentence}, with the command.";
        }
    }
}

/// <summary>What the command's exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>Something happened that must not: a mistake of ours.</summary>
    public const int Defect = 70;

    public const int Interrupted = 130;
}

/// <summary>A failure's message as a user reads it.</summary>
internal static partial class Sentence
{
    /// <summary>The message without the " (Parameter 'name')" and "Actual value was ..." that ArgumentException adds: they mean nothing on a command
    /// line.</summary>
    public static string Of(Exception problem) => Plain(problem.Message);

    /// <summary>The same for a sentence that quotes such messages.</summary>
    public static string Plain(string sentence) => Additions().Replace(sentence, "");

    [GeneratedRegex(@" \(Parameter '[^']*'\)(\r?\nActual value was [^\r\n]*?\.(?=\s|$))?", RegexOptions.CultureInvariant)]
    private static partial Regex Additions();
}
