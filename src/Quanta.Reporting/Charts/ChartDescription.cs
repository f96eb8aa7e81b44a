using System.Globalization;
using System.Text;

namespace Quanta.Reporting.Charts;

/// <summary>Says in words what a chart shows: its axes, and what each mark does along them.</summary>
internal static class ChartDescription
{
    // Beyond so many layers of one kind a list would tire; their common range is given instead.
    private const int MostListed = 6;

    public static string TitleOf(ChartComposition composition)
    {
        var chart = composition.Chart;
        if (!chart.Title.IsEmpty) return chart.Title.PlainText;
        string[] titles = [.. chart.Panels.Where(panel => !panel.Title.IsEmpty).Select(panel => panel.Title.PlainText)];
        if (titles.Length > 0) return string.Join("; ", titles);
        if (chart.Description.Length > 0) return VisibleText.Of(chart.Description);
        return $"{Name(chart.Panels[0].Y, "y")} against {Name(chart.Panels[0].X, "x")}";
    }

    public static string Of(ChartComposition composition)
    {
        var text = new StringBuilder(VisibleText.Of(composition.Chart.Description));
        foreach (var view in composition.Panels)
        {
            if (text.Length > 0) text.Append(' ');
            AppendPanel(text, view, composition.Panels.Count > 1);
        }
        return text.ToString();
    }

    private static void AppendPanel(StringBuilder text, PanelView view, bool numbered)
    {
        var panel = view.Panel;
        if (numbered) text.Append(CultureInfo.InvariantCulture, $"Panel {view.Number}{(panel.Title.IsEmpty ? "" : $", {panel.Title.PlainText}")}: ");
        text.Append(CultureInfo.InvariantCulture, $"{Name(panel.Y, "y")} {Range(view.Y)} against {Name(panel.X, "x")} {Range(view.X)}.");
        foreach (var kind in view.Layers.GroupBy(layer => layer.Mark))
        {
            Layer[] layers = [.. kind.Where(layer => layer is RasterLayer || layer.Data.Count > 0)];
            if (layers.Length > MostListed)
                text.Append(CultureInfo.InvariantCulture, $" {layers.Length} {Plural(kind.Key)}, y between {Extremes(layers)}.");
            else
                foreach (var layer in layers) text.Append(' ').Append(Sentence(layer, view));
        }
    }

    private static string Sentence(Layer layer, PanelView view)
    {
        var name = char.ToUpperInvariant(layer.Mark[0]) + layer.Mark[1..] + (layer.Series.Length > 0 ? $" '{layer.Series}'" : "");
        if (layer is RasterLayer raster) return RasterSentence(name, raster, view);
        Datum[] drawn = [.. layer.Data.Where(d => !double.IsNaN(d.X) && !double.IsNaN(Height(d)))];
        if (layer is RuleLayer) return $"{name} at {(double.IsNaN(layer.Data[0].Y) ? X(layer.Data[0]) : Y(layer.Data[0]))}.";
        if (drawn.Length == 0) return name + ".";
        if (drawn.Length == 1) return $"{name} at {X(drawn[0])}, {Y(drawn[0])}.";
        var (first, last) = (drawn.MinBy(d => d.X), drawn.MaxBy(d => d.X));
        var count = drawn.Length.ToString(CultureInfo.InvariantCulture);
        return $"{name}: {count} values, {Y(first)} at {X(first)} and {Y(last)} at {X(last)}, between {Extremes([layer])}.";
    }

    private static string X(Datum datum) => $"x = {TickLabels.Short(datum.X)}";

    private static string Y(Datum datum) => $"y = {TickLabels.Short(Height(datum))}";

    private static string RasterSentence(string name, RasterLayer raster, PanelView view)
    {
        var values = Extent.Of(raster.Grid.Values, view.Colours.Values.Axis);
        var what = view.Panel.Colour!.Label.IsEmpty ? "value" : view.Panel.Colour.Label.PlainText;
        return $"{name} of {raster.Grid.Rows} × {raster.Grid.Columns} cells"
            + (values.IsEmpty ? "." : $", {what} from {TickLabels.Short(values.Minimum)} to {TickLabels.Short(values.Maximum)}.");
    }

    private static string Extremes(IReadOnlyList<Layer> layers)
    {
        double[] heights = [.. layers.SelectMany(layer => layer.Data).Select(Height).Where(double.IsFinite)];
        return heights.Length == 0 ? "none" : $"{TickLabels.Short(heights.Min())} and {TickLabels.Short(heights.Max())}";
    }

    private static double Height(Datum datum) => double.IsNaN(datum.Y) ? (datum.YLow + datum.YHigh) / 2 : datum.Y;

    private static string Name(Axis axis, string otherwise) => axis.Label.IsEmpty ? otherwise : axis.Label.PlainText;

    private static string Range(Scale scale) => scale.Axis.Kind switch
    {
        AxisKind.Category => "(categories)",
        AxisKind.Log => $"(logarithmic, {TickLabels.Short(scale.Minimum)} to {TickLabels.Short(scale.Maximum)})",
        _ => $"({TickLabels.Short(scale.Minimum)} to {TickLabels.Short(scale.Maximum)})",
    };

    private static string Plural(string mark) => mark switch
    {
        "points" => "series of points",
        "bars" or "error bars" => "series of " + mark,
        _ => mark + "s",
    };
}
