namespace Quanta.Reporting.Samples.Internals;

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
