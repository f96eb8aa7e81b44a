using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Report;

/// <summary>Charts in the page.</summary>
internal static class FigureMarkup
{
    /// <summary>The width of charts in inches: narrow, so that their text stays readable on a phone.</summary>
    public const double Width = 4.8;

    /// <summary>The size of text in charts, in points.</summary>
    public const double FontSize = 8;

    /// <summary>A chart with its caption; the chart says in words what it shows.</summary>
    public static void Write(HtmlWriter html, string id, Chart chart, string caption)
    {
        using var figure = html.Element("figure");
        html.Markup((chart with { Width = Width, FontSize = FontSize }).ToSvg(new SvgOptions { Id = id, IncludeStyle = false }));
        html.Leaf("figcaption", caption);
    }
}
