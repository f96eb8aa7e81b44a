using System.Text;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

/// <summary>Writes drawing calls as a page's content. The page's y axis is turned over once, so that coordinates are the canvas's own.</summary>
internal sealed class PdfCanvas : ICanvas
{
    // A quarter of a circle as a Bézier curve: the control points' distance that is right to 0.03 %.
    private const double Kappa = 0.5523;

    private readonly StringBuilder _content = new();
    private readonly Theme _theme;
    private readonly (PdfFont Regular, PdfFont Bold) _fonts;

    public PdfCanvas(double height, Theme theme, (PdfFont Regular, PdfFont Bold) fonts)
    {
        (_theme, _fonts) = (theme, fonts);
        _content.Append("1 0 0 -1 0 ").Append(Number(height)).Append(" cm 1 j\n");
    }

    /// <summary>The page's content so far.</summary>
    public string Content => _content.ToString();

    /// <summary>The pictures in use; the i-th is named Im i.</summary>
    public List<RasterImage> Images { get; } = [];

    /// <summary>The opacities in use, in percent; each is named Op and its number.</summary>
    public SortedSet<int> Opacities { get; } = [];

    public void BeginClip(PageRectangle area) => _content.Append("q ").Append(Box(area)).Append(" W n\n");

    public void EndClip() => _content.Append("Q\n");

    public void Polyline(ReadOnlySpan<PagePoint> points, Stroke stroke)
    {
        if (points.Length < 2) return;
        SetStroke(stroke);
        AppendPath(points);
        _content.Append("S\n");
    }

    public void Polygon(ReadOnlySpan<PagePoint> points, Fill fill) => Filled(fill, points, static (canvas, outline) => canvas.AppendPath(outline));

    public void Rectangle(PageRectangle area, Fill? fill, Stroke? outline)
    {
        if (fill is { } paint)
            Filled(paint, [new(area.X, area.Y), new(area.Right, area.Bottom)], static (canvas, corners) => canvas.AppendBox(corners));
        if (outline is not { } stroke) return;
        SetStroke(stroke);
        _content.Append(Box(area)).Append(" S\n");
    }

    public void Markers(MarkerShape shape, ReadOnlySpan<PagePoint> centres, double size, Fill fill)
    {
        var outline = shape.Outline(size);
        foreach (var centre in centres)
        {
            if (outline.Length == 0) Filled(fill, [centre, new(size / 2, 0)], static (canvas, circle) => canvas.AppendCircle(circle[0], circle[1].X));
            else Polygon([.. outline.Select(p => new PagePoint(centre.X + p.X, centre.Y + p.Y))], fill);
        }
    }

    public void Image(PageRectangle area, RasterImage image)
    {
        Images.Add(image);
        _content.Append("q ").Append(Numbers(area.Width, 0, 0, -area.Height, area.X, area.Bottom)).Append(" cm /Im").Append(Number(Images.Count))
            .Append(" Do Q\n");
    }

    public void Text(Label text, PagePoint at, TextStyle style)
    {
        if (text.IsEmpty) return;
        var font = style.Bold ? _fonts.Bold : _fonts.Regular;
        var width = text.Runs.Sum(run => font.Width(run.Text, SizeOf(run, style)));
        var along = -(style.Anchor switch { Anchor.Middle => width / 2, Anchor.End => width, _ => 0 });
        _content.Append("BT ").Append(Colour(style.Ink)).Append(" rg\n");
        foreach (var run in text.Runs)
        {
            var rise = style.Size * (run.Script switch { Script.Super => TextMetrics.SuperRise, Script.Sub => -TextMetrics.SubDrop, _ => 0 });
            var matrix = style.Upward ? Numbers(0, -1, -1, 0, at.X - rise, at.Y - along) : Numbers(1, 0, 0, -1, at.X + along, at.Y - rise);
            _content.Append(style.Bold ? "/Bold " : "/Regular ").Append(Number(SizeOf(run, style))).Append(" Tf ").Append(matrix).Append(" Tm <")
                .Append(font.Encode(run.Text)).Append("> Tj\n");
            along += font.Width(run.Text, SizeOf(run, style));
        }
        _content.Append("ET\n");
    }

    private static double SizeOf(TextRun run, TextStyle style) => run.Script == Script.Normal ? style.Size : TextMetrics.ScriptSize * style.Size;

    private void Filled(Fill fill, ReadOnlySpan<PagePoint> points, Action<PdfCanvas, ReadOnlySpan<PagePoint>> path)
    {
        var percent = (int)Math.Round(100 * fill.Opacity);
        if (percent < 100)
        {
            Opacities.Add(percent);
            _content.Append("q /Op").Append(Number(percent)).Append(" gs ");
        }
        _content.Append(Colour(fill.Ink)).Append(" rg ");
        path(this, points);
        _content.Append(percent < 100 ? "f Q\n" : "f\n");
    }

    private void SetStroke(Stroke stroke)
    {
        var dashes = stroke.Dash.Pattern().Select(dash => Number(dash * stroke.Width));
        _content.Append(Colour(stroke.Ink)).Append(" RG ").Append(Number(stroke.Width)).Append(" w [").AppendJoin(' ', dashes).Append("] 0 d ");
    }

    private void AppendPath(ReadOnlySpan<PagePoint> points)
    {
        for (var i = 0; i < points.Length; i++) _content.Append(Numbers(points[i].X, points[i].Y)).Append(i == 0 ? " m " : " l ");
    }

    private void AppendBox(ReadOnlySpan<PagePoint> corners) =>
        _content.Append(Box(new PageRectangle(corners[0].X, corners[0].Y, corners[1].X - corners[0].X, corners[1].Y - corners[0].Y))).Append(' ');

    private void AppendCircle(PagePoint centre, double r)
    {
        var (x, y, k) = (centre.X, centre.Y, Kappa * r);
        _content.Append(Numbers(x + r, y)).Append(" m ")
            .Append(Numbers(x + r, y + k, x + k, y + r, x, y + r)).Append(" c ").Append(Numbers(x - k, y + r, x - r, y + k, x - r, y)).Append(" c ")
            .Append(Numbers(x - r, y - k, x - k, y - r, x, y - r)).Append(" c ").Append(Numbers(x + k, y - r, x + r, y - k, x + r, y)).Append(" c ");
    }

    private string Colour(Ink ink) => _theme.Resolve(ink) is var rgb ? Numbers(rgb.R / 255.0, rgb.G / 255.0, rgb.B / 255.0) : "";

    private static string Box(PageRectangle area) => Numbers(area.X, area.Y, area.Width, area.Height) + " re";

    private static string Numbers(params ReadOnlySpan<double> values)
    {
        var text = new StringBuilder();
        foreach (var value in values) text.Append(text.Length == 0 ? "" : " ").Append(Number(Math.Clamp(value, -1e5, 1e5)));
        return text.ToString();
    }

    private static string Number(double value) => PdfObjects.Number(value);
}
