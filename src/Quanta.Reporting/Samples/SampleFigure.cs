using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Samples;

/// <summary>Samples of one cluster under a title.</summary>
/// <param name="Title">What the cluster is.</param>
/// <param name="Samples">The samples; nothing after a target is shown.</param>
public sealed record SamplePanel(string Title, IReadOnlyList<TokenContext> Samples);

/// <summary>A figure of text: samples of several clusters with their targets marked, as in the paper's figures 1, 13 and 14.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Caption">The text under the panels.</param>
/// <param name="Panels">The clusters, row by row.</param>
public sealed record SampleFigure(string Title, string Caption, IReadOnlyList<SamplePanel> Panels)
{
    private static readonly Fill TargetFill = new(Ink.Fixed(Rgb.Parse("#f0655a")), Opacity: 0.45);
    private static readonly Stroke Separator = new(Ink.Grid, 0.5);

    /// <summary>The width in inches.</summary>
    public double Width { get; init; } = 5.5;

    /// <summary>How many panels stand side by side.</summary>
    public int Columns { get; init; } = 2;

    /// <summary>The size of the samples in points.</summary>
    public double FontSize { get; init; } = 6;

    /// <summary>The figure as a self-contained SVG document; text stays text.</summary>
    /// <exception cref="ArgumentException">There is no panel, or a size is not positive.</exception>
    public string ToSvg(SvgOptions? options = null)
    {
        if (Panels.Count == 0 || Columns < 1 || !(Width > 0) || !(FontSize > 0))
            throw new ArgumentException($"A figure needs panels, columns, a width and a font size, but has {Panels.Count}, {Columns}, {Width} in and {FontSize} pt.");
        var (type, blocks) = (new Typography(FontSize), Blocks());
        var title = LineBreaker.Break(Title, type.Title, PageWidth - 2 * type.Margin);
        var caption = LineBreaker.Break(Caption, type.Caption, PageWidth - 2 * type.Margin);
        var top = type.Margin + title.Count * Typography.Line(type.Title) + FontSize;
        var rows = blocks.Chunk(Columns).Select(row => row.Max(block => block.Height) + 2 * FontSize).ToList();
        var captionTop = top + rows.Sum();
        var height = captionTop + caption.Count * Typography.Line(type.Caption) + type.Margin;
        return SvgDocument.Write(new SvgPage(Title, Description(), PageWidth, height, canvas =>
        {
            canvas.Rectangle(new PageRectangle(0, 0, PageWidth, height), new Fill(Ink.Background), null);
            DrawLines(canvas, title, type.Margin, new TextStyle(type.Title, Ink.Foreground, Bold: true));
            for (var i = 0; i < blocks.Count; i++)
                Draw(canvas, blocks[i], new PagePoint(type.Margin + i % Columns * (ColumnWidth + Gutter), top + rows.Take(i / Columns).Sum()));
            DrawLines(canvas, caption, captionTop, new TextStyle(type.Caption, Ink.Muted));
        }), options ?? new SvgOptions());
    }

    private double PageWidth => Width * Typography.PointsPerInch;

    private double Gutter => 2 * FontSize;

    private double ColumnWidth => (PageWidth - 2 * new Typography(FontSize).Margin - (Columns - 1) * Gutter) / Columns;

    private double TitleSize => new Typography(FontSize).PanelTitle;

    private List<SampleBlock> Blocks() => [.. Panels.Select(panel => SampleBlock.Of(panel, FontSize, TitleSize, ColumnWidth))];

    private void Draw(ICanvas canvas, SampleBlock block, PagePoint at)
    {
        var y = at.Y;
        foreach (var line in block.Title) canvas.Text(line, new PagePoint(at.X, y += Typography.Line(TitleSize)), new TextStyle(TitleSize, Ink.Foreground, Bold: true));
        foreach (var sample in block.Samples)
        {
            y += SampleBlock.Space * FontSize;
            canvas.Polyline([new(at.X, y), new(at.X + ColumnWidth, y)], Separator);
            foreach (var line in sample) Draw(canvas, line, new PagePoint(at.X, y += Typography.Line(FontSize)));
        }
    }

    private void Draw(ICanvas canvas, SampleLine line, PagePoint at)
    {
        var style = new TextStyle(FontSize, Ink.Foreground);
        canvas.Text(line.Text, at, style);
        if (line.Target.Length == 0) return;
        var start = at with { X = at.X + line.TargetStart };
        var box = new PageRectangle(start.X, at.Y - TextMetrics.Ascent * FontSize, TextMetrics.Width(line.Target, FontSize), (TextMetrics.Ascent + TextMetrics.Descent) * FontSize);
        canvas.Rectangle(box.Inset(-0.6, -0.4, -0.6, -0.4), TargetFill, null);
        canvas.Text(line.Target, start, style);
    }

    private void DrawLines(ICanvas canvas, IReadOnlyList<Label> lines, double top, TextStyle style)
    {
        for (var i = 0; i < lines.Count; i++)
            canvas.Text(lines[i], new PagePoint(new Typography(FontSize).Margin, top + style.Size + i * Typography.Line(style.Size)), style);
    }

    private string Description() => string.Join(" ", Panels.Select(panel =>
        $"{VisibleText.Of(panel.Title)}: {panel.Samples.Count} samples, predicted {string.Join(", ", panel.Samples.Select(sample => $"“{VisibleText.Of(sample.TargetText)}”").Distinct())}."));
}
