using System.Globalization;
using System.Text;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Samples.Internals;

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
