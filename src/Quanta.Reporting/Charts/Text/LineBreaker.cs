namespace Quanta.Reporting.Charts;

/// <summary>Breaks a label into lines no wider than allowed, at spaces; a word that is too wide by itself is cut.</summary>
internal static class LineBreaker
{
    public static IReadOnlyList<Label> Break(Label label, double size, double width)
    {
        var lines = new List<Label>();
        var line = new List<TextRun>();
        var used = 0.0;
        foreach (var word in label.Runs.SelectMany(Words))
        {
            var length = WordWidth(word, size);
            if (used + TextMetrics.Width(word.Text.TrimEnd(' '), SizeOf(word, size)) > width && line.Count > 0)
            {
                lines.Add(Label.OfRuns([.. line]));
                line.Clear();
                used = 0;
            }
            line.Add(Cut(word, size, width));
            used += length;
        }
        if (line.Count > 0) lines.Add(Label.OfRuns(line));
        return lines;
    }

    /// <summary>The text, shortened with an ellipsis where it is wider than allowed.</summary>
    public static Label Shorten(Label label, double size, double width)
    {
        if (TextMetrics.Width(label, size) <= width) return label;
        var kept = new List<TextRun>();
        var left = width - TextMetrics.Width("…", size);
        foreach (var run in label.Runs)
        {
            var cut = CutTo(run, size, left);
            left -= WordWidth(cut, size);
            kept.Add(cut);
            if (cut.Text.Length < run.Text.Length) break;
        }
        return Label.OfRuns([.. kept, new TextRun("…", Script.Normal)]);
    }

    // A word keeps the spaces after it, so that joined words read as they were.
    private static IEnumerable<TextRun> Words(TextRun run)
    {
        for (var start = 0; start < run.Text.Length;)
        {
            var end = run.Text.IndexOf(' ', start);
            while (end >= 0 && end < run.Text.Length && run.Text[end] == ' ') end++;
            if (end < 0) end = run.Text.Length;
            yield return run with { Text = run.Text[start..end] };
            start = end;
        }
    }

    private static TextRun Cut(TextRun word, double size, double width) =>
        TextMetrics.Width(word.Text.TrimEnd(' '), SizeOf(word, size)) <= width
            ? word
            : word with { Text = CutTo(word, size, width - TextMetrics.Width("…", size)).Text + "…" };

    private static TextRun CutTo(TextRun run, double size, double width)
    {
        var length = 0;
        foreach (var rune in run.Text.EnumerateRunes())
        {
            if (TextMetrics.Width(run.Text[..(length + rune.Utf16SequenceLength)], SizeOf(run, size)) > width) break;
            length += rune.Utf16SequenceLength;
        }
        return run with { Text = run.Text[..length] };
    }

    private static double WordWidth(TextRun word, double size) => TextMetrics.Width(word.Text, SizeOf(word, size));

    private static double SizeOf(TextRun run, double size) => run.Script == Script.Normal ? size : TextMetrics.ScriptSize * size;
}
