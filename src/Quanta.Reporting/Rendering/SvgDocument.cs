using System.Globalization;
using System.Text;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

/// <summary>What an SVG document shows.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Description">What a reader who cannot see it is told.</param>
/// <param name="Width">In points.</param>
/// <param name="Height">In points.</param>
/// <param name="Draw">Draws it.</param>
internal sealed record SvgPage(string Title, string Description, double Width, double Height, Action<ICanvas> Draw);

/// <summary>A drawing as a self-contained SVG document that says in words what it shows.</summary>
internal static class SvgDocument
{
    private const string Fonts = "DejaVu Sans, Verdana, Arial, sans-serif";

    public static string Write(ChartComposition composition, SvgOptions options)
    {
        var layout = ChartLayout.Of(composition);
        var page = new SvgPage(
            ChartDescription.TitleOf(composition), ChartDescription.Of(composition), layout.Width, layout.Height, canvas => ChartPainter.Draw(canvas, layout));
        return Write(page, options);
    }

    public static string Write(SvgPage page, SvgOptions options)
    {
        if (options.Id.Length == 0 || !options.Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            throw new ArgumentException($"An SVG's id must be letters, digits and hyphens, but it is '{options.Id}'.", nameof(options));
        var svg = new StringBuilder();
        AppendHead(svg, page, options);
        var canvas = new SvgCanvas(svg, ColoursOf(options.Theme), options.Id);
        page.Draw(canvas);
        canvas.Flush();
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendHead(StringBuilder svg, SvgPage page, SvgOptions options)
    {
        var id = options.Id;
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{SvgStyle.ClassName}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" ");
        svg.Append(CultureInfo.InvariantCulture,
            $"width=\"{page.Width / Typography.PointsPerInch:0.####}in\" height=\"{page.Height / Typography.PointsPerInch:0.####}in\" ");
        svg.Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {page.Width:0.##} {page.Height:0.##}\" font-family=\"{Fonts}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"{id}-title\">{Xml.Escape(page.Title)}</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<desc id=\"{id}-desc\">{Xml.Escape(page.Description)}</desc>\n");
        if (options is { Theme: SvgTheme.Adaptive, IncludeStyle: true }) svg.Append("<style>").Append(SvgStyle.Sheet).Append("</style>\n");
    }

    private static Func<Ink, string> ColoursOf(SvgTheme theme) => theme switch
    {
        SvgTheme.Light => ink => Theme.Light.Resolve(ink).ToString(),
        SvgTheme.Dark => ink => Theme.Dark.Resolve(ink).ToString(),
        _ => SvgStyle.Adaptive,
    };
}

/// <summary>How an SVG chooses between light and dark.</summary>
public enum SvgTheme
{
    /// <summary>
    /// By the reader's preference: colours are CSS custom properties (--quanta-foreground, --quanta-1 and so on), which a page may set too.
    /// </summary>
    Adaptive,

    /// <summary>Dark ink on white, as plain attributes: understood by every program that reads SVG.</summary>
    Light,

    /// <summary>Light ink on near black, as plain attributes.</summary>
    Dark,
}

/// <summary>How a chart is written as SVG.</summary>
public sealed record SvgOptions
{
    public SvgTheme Theme { get; init; }

    /// <summary>Starts every id in the document: must differ between charts that share a page. Letters, digits and hyphens.</summary>
    public string Id { get; init; } = "chart";

    /// <summary>
    /// Whether an adaptive SVG brings its own style element. A page that holds several charts, or forbids inline styles, leaves it out and
    /// includes <see cref="SvgStyle.Sheet"/> once.
    /// </summary>
    public bool IncludeStyle { get; init; } = true;
}

/// <summary>The custom properties that adaptive charts draw their colours from.</summary>
public static class SvgStyle
{
    /// <summary>The class of every chart's svg element.</summary>
    public const string ClassName = "quanta-chart";

    /// <summary>CSS that sets the properties for light and, where the reader prefers it, dark.</summary>
    public static string Sheet { get; } =
        $".{ClassName}{{{Properties(Theme.Light)}}}@media (prefers-color-scheme:dark){{.{ClassName}{{{Properties(Theme.Dark)}}}}}@media "
            + $"print{{.{ClassName}{{{Properties(Theme.Light)}}}}}";

    /// <summary>The declarations of one theme, for a page with a switch of its own.</summary>
    public static string Properties(Theme theme)
    {
        var css = new StringBuilder();
        Ink[] inks = [Ink.Background, Ink.Foreground, Ink.Muted, Ink.Grid, .. Enumerable.Range(0, Palette.Count).Select(Ink.Category)];
        foreach (var ink in inks) css.Append(Name(ink)).Append(':').Append(theme.Resolve(ink)).Append(';');
        return css.ToString();
    }

    /// <summary>An ink as a paint: the property with the light colour for programs that know no properties.</summary>
    internal static string Adaptive(Ink ink) => ink.Role == InkRole.Fixed ? ink.Rgb.ToString() : $"var({Name(ink)},{Theme.Light.Resolve(ink)})";

    private static string Name(Ink ink) => ink.Role switch
    {
        InkRole.Background => "--quanta-background",
        InkRole.Foreground => "--quanta-foreground",
        InkRole.Muted => "--quanta-muted",
        InkRole.Grid => "--quanta-grid",
        _ => "--quanta-" + (ink.Index + 1).ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>Text as XML and HTML character data, safe between tags and inside quoted attributes.</summary>
internal static class Xml
{
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);
}
