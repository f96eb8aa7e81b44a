namespace Quanta.Reporting.Rendering;

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
