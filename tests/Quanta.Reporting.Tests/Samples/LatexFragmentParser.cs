using System.Text;
using System.Text.RegularExpressions;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Samples;

/// <summary>Reads the published LaTeX fragments back into tokens. A token of four blanks and a tab look the same there, and are read as blanks.</summary>
internal static partial class LatexFragmentParser
{
    private const string Separator = "\n\n{\\color{gray}\\rule{0.99\\linewidth}{0.5pt}}\n\n";
    private const string Ellipsis = "\\color{lgray}{...}";
    private const string Escapable = "_#$%{}&";

    public static List<TokenContext> Cluster(string fragment) => [.. fragment.Split(Separator).Select(sample => Tokens(sample, ClusterToken()))];

    public static TokenContext Context(string fragment)
    {
        Assert.StartsWith(Ellipsis, fragment, StringComparison.Ordinal);
        Assert.EndsWith(Ellipsis, fragment, StringComparison.Ordinal);
        return Tokens(fragment[Ellipsis.Length..^Ellipsis.Length], ContextToken());
    }

    [GeneratedRegex(@"\G\\tok\[(white|lightred)\]\{\{\\strut\}(.*?)\}\\allowbreak (?:\\\\)?", RegexOptions.Singleline)]
    private static partial Regex ClusterToken();

    [GeneratedRegex(@"\G\\ttok\[(white|lightred)\]\{\{\\strut\}\\color\{(?:black|lgray)\}\{(.*?)\}\}\\allowbreak (?:\\\\)?", RegexOptions.Singleline)]
    private static partial Regex ContextToken();

    private static TokenContext Tokens(string sample, Regex pattern)
    {
        var matches = pattern.Matches(sample);
        Assert.Equal(sample.Length, matches.Sum(match => match.Length));
        var target = matches.Select(match => match.Groups[1].Value).ToList().IndexOf("lightred");
        return new TokenContext([.. matches.Select(match => Token(match.Groups[2].Value))], target);
    }

    private static string Token(string text)
    {
        if (text == "{\\textbackslash}n") return "\n";
        if (text.StartsWith("\\phantom{", StringComparison.Ordinal)) return new string(' ', text.Length - "\\phantom{}".Length);
        var token = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == '\\' && i + 1 < text.Length && Escapable.Contains(text[i + 1], StringComparison.Ordinal);
            token.Append(isEscape ? text[++i] : text[i]);
        }
        return token.ToString();
    }
}
