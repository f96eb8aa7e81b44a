using System.Text.RegularExpressions;

namespace Quanta.Cli.Output;

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
