namespace Quanta.Reporting.Charts;

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
