namespace Quanta.Reporting.Charts;

/// <summary>One line of a legend: a key and its text. A value takes its colour from the panel's scale instead of the look.</summary>
internal sealed record LegendEntry(Label Text, LegendKeys Keys, Look Look, double Value = double.NaN)
{
    /// <summary>The entries of a mark: one for each category it colours by, else one for its name, else none.</summary>
    public static IEnumerable<LegendEntry> Of(Mark mark, MarkContext context, IReadOnlyList<Layer> layers)
    {
        if (mark.ColourBy is not null && context.Colour is { IsSequential: false })
            return context.ColourValues(mark.Source!, mark.ColourBy).Distinct().Select(value =>
                new LegendEntry(Label.Literal(context.Categories.Colour[(int)value]), mark.Keys, LookOf(layers, context.LookOf(mark, value))));
        if (mark is Line { NameBy: { } names } line)
            return line.Data.GroupBy(line.ColourBy ?? names).Select(part => new LegendEntry(
                Label.Literal(part.Rows.Text(names)[0]), mark.Keys, layers[0].Look, context.ColourValues(part.Rows, line.ColourBy)[0]));
        var name = mark.LegendName(context);
        if (name.IsEmpty || layers.Count == 0) return [];
        return [new LegendEntry(name, mark.Keys, mark.ColourBy is null ? layers[0].Look : layers[0].Look with { Ink = Ink.Foreground })];
    }

    /// <summary>Entries with the same text become one, whose key shows all of their parts: a line and its points.</summary>
    public static IReadOnlyList<LegendEntry> Merge(IEnumerable<LegendEntry> entries) =>
    [
        .. entries.GroupBy(entry => entry.Text).Select(same => same.First() with
        {
            Keys = same.Aggregate(LegendKeys.None, (all, entry) => all | entry.Keys),
            Look = same.FirstOrDefault(entry => entry.Keys.HasFlag(LegendKeys.Line), same.First()).Look with
            {
                Marker = same.FirstOrDefault(entry => entry.Keys.HasFlag(LegendKeys.Marker), same.First()).Look.Marker,
            },
        }),
    ];

    private static Look LookOf(IReadOnlyList<Layer> layers, Look category) =>
        layers.Select(layer => layer.Look).FirstOrDefault(look => look.Ink == category.Ink, category);
}
