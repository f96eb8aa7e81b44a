using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Samples;

/// <summary>A panel of a <see cref="SampleFigure"/> broken into lines.</summary>
/// <param name="Title">Lines of the title.</param>
/// <param name="Samples">Lines of each sample.</param>
/// <param name="Height">In points.</param>
internal sealed record SampleBlock(IReadOnlyList<Label> Title, IReadOnlyList<IReadOnlyList<SampleLine>> Samples, double Height)
{
    /// <summary>What is left free before a sample, in units of the font size.</summary>
    public const double Space = 0.7;

    public static SampleBlock Of(SamplePanel panel, double size, double titleSize, double width)
    {
        // Bold letters are wider than the plain ones that the metrics know.
        var title = LineBreaker.Break(panel.Title, 1.15 * titleSize, width);
        var samples = panel.Samples.Select(sample => SampleLine.Of(sample, size, width)).ToList();
        var height = title.Count * Typography.Line(titleSize) + samples.Sum(lines => Space * size + lines.Count * Typography.Line(size));
        return new SampleBlock(title, samples, height);
    }
}

/// <summary>A line of a sample.</summary>
/// <param name="Text">Context.</param>
/// <param name="Target">The predicted token, on the last line; else empty.</param>
/// <param name="TargetStart">Where it begins, in points.</param>
internal sealed record SampleLine(Label Text, string Target, double TargetStart)
{
    /// <summary>Breaks a sample at blanks, and after the line breaks of the text, which stay visible. Blanks and line breaks with which it begins are left out.</summary>
    public static IReadOnlyList<SampleLine> Of(TokenContext sample, double size, double width)
    {
        var target = sample.TargetText.TrimStart(' ');
        var gap = sample.TargetText.Length > target.Length && target.Length > 0 ? " " : "";
        var shown = VisibleText.Of(target.Length > 0 ? target : sample.TargetText);
        var lines = Paragraphs(sample.Before.TrimStart()).SelectMany(paragraph => LineBreaker.Break(paragraph, size, width)).Select(text => new SampleLine(text, "", 0)).ToList();
        var start = lines.Count == 0 ? 0 : TextMetrics.Width(lines[^1].Text, size) + TextMetrics.Width(gap, size);
        if (lines.Count == 0 || sample.Before.EndsWith('\n') || start + TextMetrics.Width(shown, size) > width) lines.Add(new SampleLine(Label.Empty, shown, 0));
        else lines[^1] = new SampleLine(lines[^1].Text, shown, start);
        return lines;
    }

    /// <summary>The text cut after each run of line breaks.</summary>
    private static IEnumerable<Label> Paragraphs(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            while (end < text.Length && text[end] == '\n') end++;
            yield return Label.Literal(text[start..end]);
            start = end;
        }
    }
}
