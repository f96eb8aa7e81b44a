using System.Globalization;
using System.Text;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

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
