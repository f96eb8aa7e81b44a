using System.Globalization;
using System.Text;

namespace Quanta.Reporting.Charts;

/// <summary>Text from anywhere (a token of a corpus, a file's name) made safe to set in a line: nothing in it can act, hide or spill.</summary>
public static class VisibleText
{
    // A letter of a living script takes at most a few marks; more only climb over the neighbouring lines.
    private const int MarksPerBase = 3;

    /// <summary>
    /// A newline becomes ⏎ and a tab ⇥; other control characters, invisible and bidirectional format characters and lone surrogates become
    /// their code point in brackets, and combining marks beyond three on one base are dropped; a leading mark stands on a dotted circle.
    /// </summary>
    public static string Of(string text) => text.All(c => c is >= ' ' and <= '~') ? text : string.Concat(Pieces(text).Select(piece => piece.Shown));

    /// <summary>The same, character by character; those dropped have no piece.</summary>
    internal static IEnumerable<VisiblePiece> Pieces(string text)
    {
        var marks = MarksPerBase;
        for (var i = 0; i < text.Length;)
        {
            var (start, valid) = (i, Rune.TryGetRuneAt(text, i, out var rune));
            i += valid ? rune.Utf16SequenceLength : 1;
            if (!valid || !IsMark(rune))
            {
                yield return new VisiblePiece(valid ? Shown(rune) : CodePoint(text[start]), text[start] == '\n');
                marks = MarksPerBase;
            }
            else if (marks-- > 0)
            {
                yield return new VisiblePiece(start == 0 ? $"\u25CC{rune}" : rune.ToString(), IsLineBreak: false);
            }
        }
    }

    private static string Shown(Rune rune) => rune.Value switch
    {
        '\n' => "\u23CE",
        '\t' => "\u21E5",
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CodePoint(rune.Value),
            _ => rune.ToString(),
        },
    };

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;

    private static string CodePoint(int value) => string.Create(CultureInfo.InvariantCulture, $"[U+{value:X4}]");
}

/// <summary>What stands for one character of a text.</summary>
/// <param name="Shown">The character, or what is shown for it.</param>
/// <param name="IsLineBreak">Whether it is a newline.</param>
internal readonly record struct VisiblePiece(string Shown, bool IsLineBreak);
