using System.Globalization;
using System.Text;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

/// <summary>A chart as a self-contained SVG document that says in words what it shows.</summary>
internal static class SvgDocument
{
    private const string Fonts = "DejaVu Sans, Verdana, Arial, sans-serif";

    public static string Write(ChartComposition composition, SvgOptions options)
    {
        if (options.Id.Length == 0 || !options.Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new ArgumentException($"An SVG's id must be letters, digits and hyphens, but it is '{options.Id}'.", nameof(options));
        var layout = ChartLayout.Of(composition);
        var svg = new StringBuilder();
        AppendHead(svg, composition, layout, options);
        var canvas = new SvgCanvas(svg, ColoursOf(options.Theme), options.Id);
        ChartPainter.Draw(canvas, layout);
        canvas.Flush();
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendHead(StringBuilder svg, ChartComposition composition, ChartLayout layout, SvgOptions options)
    {
        var (id, title) = (options.Id, ChartDescription.TitleOf(composition));
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{SvgStyle.ClassName}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" ");
        svg.Append(CultureInfo.InvariantCulture,
            $"width=\"{layout.Width / Typography.PointsPerInch:0.####}in\" height=\"{layout.Height / Typography.PointsPerInch:0.####}in\" ");
        svg.Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {layout.Width:0.##} {layout.Height:0.##}\" font-family=\"{Fonts}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"{id}-title\">{Xml.Escape(title)}</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<desc id=\"{id}-desc\">{Xml.Escape(ChartDescription.Of(composition))}</desc>\n");
        if (options is { Theme: SvgTheme.Adaptive, IncludeStyle: true }) svg.Append("<style>").Append(SvgStyle.Sheet).Append("</style>\n");
    }

    private static Func<Ink, string> ColoursOf(SvgTheme theme) => theme switch
    {
        SvgTheme.Light => ink => Theme.Light.Resolve(ink).ToString(),
        SvgTheme.Dark => ink => Theme.Dark.Resolve(ink).ToString(),
        _ => SvgStyle.Adaptive,
    };
}
