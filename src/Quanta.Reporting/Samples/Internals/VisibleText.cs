using System.Globalization;
using System.Text;

namespace Quanta.Reporting.Samples.Internals;

/// <summary>Text from a corpus in characters that a terminal shows and never obeys.</summary>
internal static class VisibleText
{
    private const char Replacement = '\uFFFD';

    /// <summary>On one line, without colours.</summary>
    public static string Of(string text)
    {
        var cells = new List<TerminalCell>();
        AppendCells(text, TextRole.Before, cells);
        return string.Concat(cells.Select(cell => cell.Text));
    }

    public static void AppendCells(string text, TextRole role, List<TerminalCell> cells)
    {
        foreach (var rune in text.EnumerateRunes()) cells.Add(CellOf(rune, role));
    }

    private static TerminalCell CellOf(Rune rune, TextRole role)
    {
        if (rune.Value == '\n') return new TerminalCell("↵", 1, role) { EndsLine = true };
        var shown = Picture(rune);
        return shown is null ? new TerminalCell(rune.ToString(), Width(rune), role) : new TerminalCell(shown, shown.Length, role);
    }

    /// <summary>What stands for a character that is not to reach a terminal; null where the character may.</summary>
    private static string? Picture(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        _ when rune.Value == '\t' => "⇥",
        UnicodeCategory.Control when rune.Value < 0x20 => ((char)(0x2400 + rune.Value)).ToString(),
        UnicodeCategory.Control when rune.Value == 0x7f => "\u2421",
        UnicodeCategory.Format when rune.Value is 0x200C or 0x200D => null,
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or
            UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => $"‹U+{rune.Value:X4}›",
        _ => null,
    };

    /// <summary>Columns, by the blocks that terminals draw wide; an approximation of Unicode's East_Asian_Width.</summary>
    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => IsIdeographOrKana(rune.Value) || IsHangul(rune.Value) || IsFullWidthForm(rune.Value) || IsEmoji(rune.Value) ? 2 : 1,
    };

    private static bool IsIdeographOrKana(int code) => code is >= 0x2E80 and <= 0xA4CF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFD;

    private static bool IsHangul(int code) => code is >= 0x1100 and <= 0x115F or >= 0xAC00 and <= 0xD7A3;

    private static bool IsFullWidthForm(int code) => code is >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6;

    private static bool IsEmoji(int code) => code is >= 0x1F300 and <= 0x1F64F or >= 0x1F680 and <= 0x1F6FF or >= 0x1F900 and <= 0x1FAFF;
}
