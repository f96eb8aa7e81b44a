using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>A regular expression over code points, in the syntax of tokenizer.json (Oniguruma's, as far as <see cref="RegexTranslator"/> reads it).</summary>
/// <remarks>The runtime's expressions see UTF-16 units, so a character beyond the basic plane is matched by a stand-in: one within it of the same general
/// category that the expression does not name. An expression that names characters beyond the basic plane is refused, so a stand-in matches whatever its character would.</remarks>
internal sealed class CodePointRegex : TextPattern
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.Compiled;

    private static readonly UnicodeCategory[] BeyondBasicPlane =
        [.. Enumerable.Range(0x10000, 0x100000).Select(CharUnicodeInfo.GetUnicodeCategory).Distinct()];

    private readonly Regex _regex;
    private readonly char[] _standIns;

    /// <exception cref="FormatException">The expression is none, or holds what is not read; the message says what, as the end of a sentence.</exception>
    public CodePointRegex(string expression)
    {
        var translator = new RegexTranslator(expression);
        try
        {
            _regex = new Regex(translator.Translate(), Options);
        }
        catch (RegexParseException exception)
        {
            throw new FormatException($"is not read: {exception.Error} at {exception.Offset}", exception);
        }
        _standIns = StandInsByCategory(translator.Names);
        if (Array.Exists(BeyondBasicPlane, category => _standIns[(int)category] == 0))
            throw new FormatException("names every character of a category, which is not read");
    }

    public override List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var matches = new List<(int Start, int End)>();
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            foreach (var match in _regex.EnumerateMatches(text)) matches.Add((match.Index, match.Index + match.Length));
            return matches;
        }
        var units = ArrayPool<char>.Shared.Rent(text.Length);
        var count = StandIn(text, units);
        var (position, codePoint) = (0, 0);
        foreach (var match in _regex.EnumerateMatches(units.AsSpan(0, count)))
        {
            var start = Advance(text, ref position, ref codePoint, match.Index);
            matches.Add((start, Advance(text, ref position, ref codePoint, match.Index + match.Length)));
        }
        ArrayPool<char>.Shared.Return(units);
        return matches;
    }

    /// <summary>A unit for every code point; returns how many.</summary>
    private int StandIn(ReadOnlySpan<char> text, Span<char> units)
    {
        var count = 0;
        foreach (var codePoint in new CodePoints(text))
            units[count++] = codePoint < 0x10000 ? (char)codePoint : _standIns[(int)CharUnicodeInfo.GetUnicodeCategory(codePoint)];
        return count;
    }

    /// <summary>Goes on to the code point of a number, and returns its place in UTF-16 units.</summary>
    private static int Advance(ReadOnlySpan<char> text, ref int position, ref int codePoint, int target)
    {
        for (; codePoint < target; codePoint++) position += char.IsHighSurrogate(text[position]) ? 2 : 1;
        return position;
    }

    /// <summary>For each category the last character of the basic plane that no name means, in either case.</summary>
    private static char[] StandInsByCategory(IReadOnlyList<(char First, char Last)> names)
    {
        var standIns = new char[(int)UnicodeCategory.OtherNotAssigned + 1];
        for (var unit = '\uFFFD'; unit > '\u024F'; unit--)
        {
            ref var standIn = ref standIns[(int)CharUnicodeInfo.GetUnicodeCategory(unit)];
            if (standIn == 0 && !IsNamed(unit) && !IsNamed(char.ToLowerInvariant(unit)) && !IsNamed(char.ToUpperInvariant(unit))) standIn = unit;
        }
        return standIns;

        bool IsNamed(char unit)
        {
            foreach (var (first, last) in names)
                if (first <= unit && unit <= last) return true;
            return false;
        }
    }
}
