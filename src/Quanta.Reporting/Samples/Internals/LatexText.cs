using System.Text;

namespace Quanta.Reporting.Samples.Internals;

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
