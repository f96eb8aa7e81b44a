using System.Globalization;
using System.Text;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Samples;

/// <summary>Samples as text for a terminal.</summary>
/// <remarks>Whatever the corpus holds, the result has no control characters but line breaks and our own colours.</remarks>
public static class TerminalSamples
{
    private const int NarrowestTerminal = 20;
    private const string Indentation = "  ";

    /// <summary>A line on where the sample is from, then its context; ends with a line break.</summary>
    public static string Of(ClusterSample sample, TerminalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var loss = float.IsNaN(sample.Loss) ? "" : string.Create(CultureInfo.InvariantCulture, $", {sample.Loss:F3} nats");
        var kind = sample.Kind is null ? "" : $", {VisibleText.Of(sample.Kind)}";
        var origin = $"cluster {sample.Rank}, sample {sample.Number}: prediction {sample.Prediction}, token {sample.Position} of document {sample.Document}";
        return $"{origin}{kind}{loss}\n{Of(sample.Context, options)}";
    }

    /// <summary>The context, wrapped and indented, the target marked; ends with a line break.</summary>
    /// <remarks>A line break in the text is shown as ⏎ and then taken; a tab, other control characters and invisible formatting characters, such as
    /// those that reverse the direction of writing, are shown as everywhere (<see cref="VisibleText"/>).</remarks>
    public static string Of(TokenContext context, TerminalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        options ??= new TerminalOptions();
        if (options.Width < NarrowestTerminal)
            throw new ArgumentOutOfRangeException(nameof(options), $"The width must be at least {NarrowestTerminal} columns, but is {options.Width}.");
        var text = new StringBuilder();
        foreach (var line in TerminalWrap.Lines(CellsOf(context, options.Color), options.Width - Indentation.Length))
        {
            text.Append(Indentation);
            AppendLine(text, line, options.Color);
            text.Append('\n');
        }
        return text.ToString();
    }

    private static List<TerminalCell> CellsOf(TokenContext context, bool color)
    {
        var cells = new List<TerminalCell>();
        cells.AddRange(TerminalCells.Of(context.Before, TextRole.Before));
        if (!color) cells.Add(new TerminalCell("«", 1, TextRole.Target));
        cells.AddRange(TerminalCells.Of(context.TargetText, TextRole.Target));
        if (!color) AppendClosingMark(cells);
        cells.AddRange(TerminalCells.Of(context.After, TextRole.After));
        return cells;
    }

    /// <summary>The mark stays on the target's line: a line break that ends the target comes after it.</summary>
    private static void AppendClosingMark(List<TerminalCell> cells)
    {
        var last = cells[^1];
        cells[^1] = last with { EndsLine = false };
        cells.Add(new TerminalCell("»", 1, TextRole.Target) { EndsLine = last.EndsLine });
    }

    private static void AppendLine(StringBuilder text, ReadOnlySpan<TerminalCell> line, bool color)
    {
        var role = TextRole.Before;
        foreach (var cell in line)
        {
            if (color && cell.Role != role) text.Append(Style(role = cell.Role));
            text.Append(cell.Text);
        }
        if (color && role != TextRole.Before) text.Append(Style(TextRole.Before));
    }

    private static string Style(TextRole role) => role switch
    {
        TextRole.Target => "\e[0;41m",
        TextRole.After => "\e[0;2m",
        _ => "\e[0m",
    };
}

public sealed record TerminalOptions
{
    /// <summary>Show the target on a red background (ANSI colour 41, as the authors do) and the text after it dim; otherwise the target stands
    /// between « and ».</summary>
    public bool Color { get; init; }

    /// <summary>Columns of the terminal; text is wrapped to fit, at blanks where there are some. At least 20.</summary>
    public int Width { get; init; } = 100;
}

internal enum TextRole
{
    Before,
    Target,
    After,
}

/// <summary>A character as a terminal shows it.</summary>
/// <param name="Text">What is written; no control characters.</param>
/// <param name="Width">The columns it takes: 0 for a combining mark, 2 for a wide character, more for one shown by its code point.</param>
/// <param name="Role">Where it stands.</param>
internal readonly record struct TerminalCell(string Text, int Width, TextRole Role)
{
    public bool IsBlank => Text == " ";

    /// <summary>The line ends after this character.</summary>
    public bool EndsLine { get; init; }
}

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

/// <summary>Breaks text into lines of a terminal.</summary>
internal static class TerminalWrap
{
    /// <summary>Lines of at most <paramref name="width"/> columns: broken after the last blank that fits, or in the middle of a word that alone is
    /// too long. Empty text is one empty line.</summary>
    public static List<TerminalCell[]> Lines(List<TerminalCell> cells, int width)
    {
        var lines = new List<TerminalCell[]>();
        for (var start = 0; start < cells.Count;)
        {
            var end = EndOfLine(cells, start, width);
            lines.Add([.. cells[start..end]]);
            start = end;
        }
        if (lines.Count == 0) lines.Add([]);
        return lines;
    }

    private static int EndOfLine(List<TerminalCell> cells, int start, int width)
    {
        var (columns, afterBlank) = (0, start);
        for (var at = start; at < cells.Count; at++)
        {
            columns += cells[at].Width;
            if (columns > width && at > start) return afterBlank > start ? afterBlank : at;
            if (cells[at].EndsLine) return at + 1;
            if (cells[at].IsBlank) afterBlank = at + 1;
        }
        return cells.Count;
    }
}

/// <summary>Samples as plain text: the context, cut to its last characters, and the target as <c>&lt;|target|&gt;</c>, with a line of dashes
/// between samples.</summary>
/// <remarks>After the prompts.txt that the authors' notebook would write for every cluster.</remarks>
public static class PlainTextSamples
{
    /// <summary>How much context the authors' notebook keeps.</summary>
    public const int PublishedContext = 300;

    private static readonly string Separator = $"\n{new string('-', 40)}\n";

    /// <param name="samples">The text after a target is not written.</param>
    /// <param name="maximumContext">How many characters (code points) before the target are kept; what is cut becomes "...".</param>
    public static string Of(IEnumerable<TokenContext> samples, int maximumContext = PublishedContext)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumContext);
        return string.Join(Separator, samples.Select(sample => $"{End(sample.Before, maximumContext)}<|{sample.TargetText}|>"));
    }

    private static string End(string text, int characters)
    {
        var start = text.Length;
        for (; start > 0 && characters > 0; characters--)
            start -= start > 1 && char.IsSurrogatePair(text[start - 2], text[start - 1]) ? 2 : 1;
        return start == 0 ? text : string.Concat("...", text.AsSpan(start));
    }
}
