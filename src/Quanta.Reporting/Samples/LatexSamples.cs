using System.Text;

namespace Quanta.Reporting.Samples;

/// <summary>The paper's LaTeX fragments (arXiv:2303.13506, figures 1, 4, 12, 13 and 14).</summary>
/// <remarks>A document that takes them in defines \tok and \ttok, each with the background colour as optional argument and the token as argument,
/// and the colours lightred, lgray and gray. Files are UTF-8 without byte order mark or final line break: write the strings as they are.</remarks>
public static class LatexSamples
{
    private const string Separator = "\n\n{\\color{gray}\\rule{0.99\\linewidth}{0.5pt}}\n\n";
    private const string Ellipsis = "\\color{lgray}{...}";

    /// <summary>Samples of a cluster below one another, with rules between them (the paper's texts/pile and texts/tinystories).</summary>
    public static string Cluster(IEnumerable<TokenContext> samples, LatexEscaping escaping = LatexEscaping.Published)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var escape = new LatexText(escaping, escapesAmpersand: false);
        return string.Join(Separator, samples.Select(sample => Tokens(sample, index =>
            $"\\tok[{Background(sample, index)}]{{{{\\strut}}{escape.Of(sample.Tokens[index])}}}")));
    }

    /// <summary>One token in its context, the tokens after it in gray (the paper's texts/tokenpile).</summary>
    public static string Context(TokenContext sample, LatexEscaping escaping = LatexEscaping.Published)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var escape = new LatexText(escaping, escapesAmpersand: true);
        return Ellipsis + Tokens(sample, index =>
        {
            var foreground = index <= sample.Target ? "black" : "lgray";
            return $"\\ttok[{Background(sample, index)}]{{{{\\strut}}\\color{{{foreground}}}{{{escape.Of(sample.Tokens[index])}}}}}";
        }) + Ellipsis;
    }

    private static string Tokens(TokenContext sample, Func<int, string> token)
    {
        var fragment = new StringBuilder();
        for (var index = 0; index < sample.Tokens.Count; index++)
        {
            fragment.Append(token(index)).Append("\\allowbreak ");
            if (sample.Tokens[index] == "\n") fragment.Append("\\\\");
        }
        return fragment.ToString();
    }

    private static string Background(TokenContext sample, int index) => index == sample.Target ? "lightred" : "white";
}

/// <summary>How a token's text is made fit for LaTeX.</summary>
public enum LatexEscaping
{
    /// <summary>As in the paper's fragments, byte for byte: a backslash, ^, ~, and line breaks and tabs among other characters are written raw (and
    /// &amp; in cluster samples), so that some text does not compile, and text that holds LaTeX commands runs them.</summary>
    Published,

    /// <summary>Nothing of the text is left for LaTeX to interpret. Otherwise the same.</summary>
    Complete,
}

/// <summary>A token's text in LaTeX. Blanks alone become room of their width, because LaTeX would drop them.</summary>
internal sealed class LatexText(LatexEscaping escaping, bool escapesAmpersand)
{
    private const string LineBreak = "{\\textbackslash}n";
    private const string Tab = "\\phantom{aaaa}";

    public string Of(string token)
    {
        if (token == "\n") return LineBreak;
        if (token == "\t") return Tab;
        if (!token.AsSpan().ContainsAnyExcept(' ')) return $"\\phantom{{{new string('a', token.Length)}}}";
        var text = new StringBuilder();
        foreach (var character in token) Append(text, character);
        return text.ToString();
    }

    private void Append(StringBuilder text, char character)
    {
        var isAmpersandEscaped = escapesAmpersand || escaping == LatexEscaping.Complete;
        if (character is '_' or '#' or '$' or '%' or '{' or '}' || (character == '&' && isAmpersandEscaped)) text.Append('\\').Append(character);
        else if (escaping == LatexEscaping.Published) text.Append(character);
        else AppendHarmless(text, character);
    }

    private static void AppendHarmless(StringBuilder text, char character) => _ = character switch
    {
        '\\' => text.Append("{\\textbackslash}"),
        '^' => text.Append("{\\textasciicircum}"),
        '~' => text.Append("{\\textasciitilde}"),
        '\n' => text.Append(LineBreak),
        '\t' => text.Append(Tab),
        _ when char.IsControl(character) => text.Append('\uFFFD'),
        _ => text.Append(character),
    };
}
