using System.Globalization;
using System.Text;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Samples.Internals;

/// <summary>Visible text in cells of a terminal.</summary>
internal static class TerminalCells
{
    public static IEnumerable<TerminalCell> Of(string text, TextRole role) =>
        VisibleText.Pieces(text).Select(piece => new TerminalCell(piece.Shown, Width(piece.Shown), role) { EndsLine = piece.IsLineBreak });

    private static int Width(string shown) => shown.EnumerateRunes().Sum(Width);

    /// <summary>Columns, by the blocks that terminals draw wide; an approximation of Unicode's East_Asian_Width.</summary>
    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        _ => IsIdeographOrKana(rune.Value) || IsHangul(rune.Value) || IsFullWidthForm(rune.Value) || IsEmoji(rune.Value) ? 2 : 1,
    };

    private static bool IsIdeographOrKana(int code) => code is >= 0x2E80 and <= 0xA4CF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFD;

    private static bool IsHangul(int code) => code is >= 0x1100 and <= 0x115F or >= 0xAC00 and <= 0xD7A3;

    private static bool IsFullWidthForm(int code) => code is >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6;

    private static bool IsEmoji(int code) => code is >= 0x1F300 and <= 0x1F64F or >= 0x1F680 and <= 0x1F6FF or >= 0x1F900 and <= 0x1FAFF;
}
