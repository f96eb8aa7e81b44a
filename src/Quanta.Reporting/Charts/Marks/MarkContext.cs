namespace Quanta.Reporting.Charts;

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
