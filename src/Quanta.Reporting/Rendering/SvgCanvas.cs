using System.Globalization;
using System.Text;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

/// <summary>Writes drawing calls as SVG elements. The same calls give the same bytes: numbers have at most two decimals and a point.</summary>
internal sealed class SvgCanvas(StringBuilder svg, Func<Ink, string> colourOf, string idPrefix) : ICanvas
{
    private readonly StringBuilder _path = new();
    private Stroke? _pending;
    private int _clips;

    public void BeginClip(PageRectangle area)
    {
        Flush();
        var id = $"{idPrefix}-clip{(++_clips).ToString(CultureInfo.InvariantCulture)}";
        svg.Append("<clipPath id=\"").Append(id).Append("\"><rect ").Append(Box(area)).Append("/></clipPath>\n<g clip-path=\"url(#").Append(id)
            .Append(")\">\n");
    }

    public void EndClip()
    {
        Flush();
        svg.Append("</g>\n");
    }

    public void Polyline(ReadOnlySpan<PagePoint> points, Stroke stroke)
    {
        if (points.Length == 0) return;
        if (_pending != stroke) Flush(); // neighbouring lines of one stroke share an element
        _pending = stroke;
        AppendPath(_path, points);
    }

    public void Polygon(ReadOnlySpan<PagePoint> points, Fill fill)
    {
        Flush();
        var path = new StringBuilder();
        AppendPath(path, points);
        svg.Append("<path d=\"").Append(path).Append("Z\"").Append(Paint(fill)).Append("/>\n");
    }

    public void Rectangle(PageRectangle area, Fill? fill, Stroke? outline)
    {
        Flush();
        svg.Append("<rect ").Append(Box(area)).Append(fill is { } paint ? Paint(paint) : " fill=\"none\"");
        if (outline is { } stroke) svg.Append(Paint(stroke));
        svg.Append("/>\n");
    }

    public void Markers(MarkerShape shape, ReadOnlySpan<PagePoint> centres, double size, Fill fill)
    {
        Flush();
        if (centres.Length == 0) return;
        var outline = shape.Outline(size);
        svg.Append("<g").Append(Paint(fill)).Append(">\n");
        foreach (var centre in centres)
        {
            if (outline.Length == 0)
            {
                svg.Append("<circle cx=\"").Append(Number(centre.X)).Append("\" cy=\"").Append(Number(centre.Y)).Append("\" r=\"")
                    .Append(Number(size / 2)).Append("\"/>\n");
                continue;
            }
            var path = new StringBuilder();
            AppendPath(path, [.. outline.Select(p => new PagePoint(centre.X + p.X, centre.Y + p.Y))]);
            svg.Append("<path d=\"").Append(path).Append("Z\"/>\n");
        }
        svg.Append("</g>\n");
    }

    public void Image(PageRectangle area, RasterImage image)
    {
        Flush();
        svg.Append("<image ").Append(Box(area)).Append(" preserveAspectRatio=\"none\" image-rendering=\"pixelated\" href=\"data:image/png;base64,")
            .Append(Convert.ToBase64String(PngEncoder.Encode(image))).Append("\"/>\n");
    }

    public void Text(Label text, PagePoint at, TextStyle style)
    {
        Flush();
        if (text.IsEmpty) return;
        svg.Append("<text x=\"").Append(Number(at.X)).Append("\" y=\"").Append(Number(at.Y)).Append("\" font-size=\"").Append(Number(style.Size))
            .Append("\" fill=\"").Append(colourOf(style.Ink)).Append('"');
        if (style.Anchor != Anchor.Start) svg.Append(" text-anchor=\"").Append(style.Anchor == Anchor.Middle ? "middle" : "end").Append('"');
        if (style.Bold) svg.Append(" font-weight=\"bold\"");
        if (style.Upward) svg.Append(" transform=\"rotate(-90 ").Append(Number(at.X)).Append(' ').Append(Number(at.Y)).Append(")\"");
        if (text.Runs.Any(run => HasLooseSpaces(run.Text))) svg.Append(" xml:space=\"preserve\"");
        svg.Append('>');
        var shift = 0.0;
        foreach (var run in text.Runs) shift = AppendRun(run, style.Size, shift);
        svg.Append("</text>\n");
    }

    /// <summary>Writes what is still held back.</summary>
    public void Flush()
    {
        if (_pending is not { } stroke) return;
        svg.Append("<path d=\"").Append(_path).Append("\" fill=\"none\"").Append(Paint(stroke)).Append("/>\n");
        _path.Clear();
        _pending = null;
    }

    // The baseline moves with dy, which stays moved: each run moves it from where the last one left it.
    private double AppendRun(TextRun run, double size, double shift)
    {
        var wanted = run.Script switch { Script.Super => -TextMetrics.SuperRise * size, Script.Sub => TextMetrics.SubDrop * size, _ => 0 };
        if (run.Script == Script.Normal && shift == 0)
        {
            svg.Append(Xml.Escape(run.Text));
            return 0;
        }
        svg.Append("<tspan dy=\"").Append(Number(wanted - shift)).Append('"');
        if (run.Script != Script.Normal) svg.Append(" font-size=\"").Append(Number(TextMetrics.ScriptSize * size)).Append('"');
        svg.Append('>').Append(Xml.Escape(run.Text)).Append("</tspan>");
        return wanted;
    }

    private static bool HasLooseSpaces(string text) => text.StartsWith(' ') || text.EndsWith(' ') || text.Contains("  ", StringComparison.Ordinal);

    private string Paint(Fill fill) => $" fill=\"{colourOf(fill.Ink)}\"" + (fill.Opacity < 1 ? $" fill-opacity=\"{Number(fill.Opacity)}\"" : "");

    private string Paint(Stroke stroke)
    {
        var dashes = stroke.Dash.Pattern();
        return $" stroke=\"{colourOf(stroke.Ink)}\" stroke-width=\"{Number(stroke.Width)}\" stroke-linejoin=\"round\""
            + (dashes.Count == 0 ? "" : $" stroke-dasharray=\"{string.Join(' ', dashes.Select(dash => Number(dash * stroke.Width)))}\"");
    }

    private static string Box(PageRectangle area) =>
        $"x=\"{Number(area.X)}\" y=\"{Number(area.Y)}\" width=\"{Number(area.Width)}\" height=\"{Number(area.Height)}\"";

    private static void AppendPath(StringBuilder path, ReadOnlySpan<PagePoint> points)
    {
        for (var i = 0; i < points.Length; i++) path.Append(i == 0 ? 'M' : 'L').Append(Number(points[i].X)).Append(' ').Append(Number(points[i].Y));
    }

    // Clamped, because a curve may leave the window by any factor, and browsers compute in single precision.
    private static string Number(double value) => (Math.Round(Math.Clamp(value, -1e5, 1e5), 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
}
