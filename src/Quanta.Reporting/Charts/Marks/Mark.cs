namespace Quanta.Reporting.Charts;

/// <summary>
/// A layer of a panel: data and how to show it. Marks are drawn in their order. A mark without an ink of its own takes the next colour of the
/// categorical palette; <see cref="ColourBy"/> hands the choice to the panel's colour scale.
/// </summary>
public abstract record Mark
{
    /// <summary>The legend's text; empty keeps the mark out of the legend.</summary>
    public Label Name { get; init; } = Label.Empty;

    /// <summary>A fixed ink; null takes the mark's place in the categorical palette.</summary>
    public Ink? Ink { get; init; }

    /// <summary>The column whose values the panel's colour scale turns into colours; null for one ink.</summary>
    public string? ColourBy { get; init; }

    /// <summary>From 0 (invisible) to 1; applies to areas and markers.</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>The frame that columns are taken from; null for marks without one.</summary>
    internal virtual Frame? Source => null;

    /// <summary>The columns on the x and y axes, where the mark has them: a category axis lists their values.</summary>
    internal virtual (string? X, string? Y) Columns => (null, null);

    internal abstract IEnumerable<Layer> Layers(MarkContext context);

    /// <summary>The text beside the mark's key in the legend.</summary>
    internal virtual Label LegendName(MarkContext context) => Name;

    /// <summary>What stands in the legend beside the name.</summary>
    internal abstract LegendKeys Keys { get; }
}

/// <summary>The parts of a legend's key; a line with markers has both.</summary>
[Flags]
internal enum LegendKeys
{
    None = 0,
    Line = 1,
    Marker = 2,
    Area = 4,
}

/// <summary>What a mark needs to know of its panel to become layers.</summary>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Colour">The panel's colour scale, if it has one.</param>
/// <param name="Categories">The values of the categorical colour scale, of the x and of the y axis, in their order.</param>
/// <param name="Index">The mark's place among the panel's marks that take a palette colour.</param>
internal sealed record MarkContext(Axis X, Axis Y, ColourScale? Colour, CategoryLists Categories, int Index)
{
    public IReadOnlyList<double> ValuesX(Frame frame, string column) => Values(frame, column, X, Categories.X);

    public IReadOnlyList<double> ValuesY(Frame frame, string column) => Values(frame, column, Y, Categories.Y);

    /// <summary>The numbers that the colour scale maps: a sequential column itself, or categories' indices; NaN without a mapping.</summary>
    public IReadOnlyList<double> ColourValues(Frame frame, string? column)
    {
        if (column is null) return [.. Enumerable.Repeat(double.NaN, frame.Count)];
        if (Colour is null) throw new ArgumentException($"A mark is coloured by '{column}', so its panel needs a colour scale.", nameof(column));
        return Colour.IsSequential ? frame[column] : Indices(frame, column, Categories.Colour);
    }

    /// <summary>The look of a mark, or of one category of it, which also has a marker and a dash of its own.</summary>
    public Look LookOf(Mark mark, double value = double.NaN)
    {
        var category = mark.ColourBy is not null && Colour is { IsSequential: false } && !double.IsNaN(value) ? (int)value : -1;
        var ink = category >= 0 ? Charts.Ink.Category(category) : mark.Ink ?? Charts.Ink.Category(Index);
        var place = category >= 0 ? category : mark.Ink is null && mark.ColourBy is null ? Index : 0;
        return new Look(ink) { Opacity = mark.Opacity, Marker = (MarkerShape)(place % 8), Dash = category >= 0 ? (Dash)(place % 5) : Dash.Solid };
    }

    private static IReadOnlyList<double> Values(Frame frame, string column, Axis axis, IReadOnlyList<string> categories) =>
        axis.Kind == AxisKind.Category ? Indices(frame, column, categories) : frame[column];

    private static double[] Indices(Frame frame, string column, IReadOnlyList<string> categories)
    {
        var places = categories.Index().ToDictionary(pair => pair.Item, pair => (double)pair.Index);
        return [.. frame.Text(column).Select(text => places[text])];
    }
}

/// <summary>The distinct values of a panel's categorical scales, in order of first appearance.</summary>
internal sealed record CategoryLists(IReadOnlyList<string> X, IReadOnlyList<string> Y, IReadOnlyList<string> Colour);

/// <summary>The rows of a mark that are drawn as one: one line, one band, one category's markers.</summary>
/// <param name="Key">The group's name; empty where there is one group.</param>
/// <param name="Value">The group's colour value; NaN where it has none, or where each row has its own.</param>
/// <param name="Rows">The rows.</param>
internal sealed record Series(string Key, double Value, Frame Rows)
{
    /// <summary>Splits by the categorical colour column and then by the group column; a sequential colour column splits lines, not points.</summary>
    public static IEnumerable<Series> Split(Frame data, string? colourBy, string? groupBy, MarkContext context, bool byNumber = false)
    {
        var byColour = colourBy is not null && (byNumber || context.Colour is { IsSequential: false });
        var parts = byColour
            ? data.GroupBy(colourBy!).Select(group => new Series(group.Key, context.ColourValues(group.Rows, colourBy)[0], group.Rows))
            : [new Series("", double.NaN, data)];
        return groupBy is null
            ? parts
            : parts.SelectMany(part => part.Rows.GroupBy(groupBy).Select(group => new Series(Join(part.Key, group.Key), part.Value, group.Rows)));
    }

    public string NameOr(Label name) => VisibleText.Of(name.IsEmpty ? Key : Join(name.PlainText, Key));

    private static string Join(string first, string second) => first.Length == 0 ? second : second.Length == 0 ? first : $"{first} / {second}";
}
