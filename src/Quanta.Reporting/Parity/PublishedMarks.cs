using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Parity;

/// <summary>How published values stand beside ours: single runs as crosses, curves as dotted lines.</summary>
internal static class PublishedMarks
{
    /// <summary>One cross a row; nothing without data.</summary>
    public static IEnumerable<Mark> Crosses(Frame? published, string x, string y, string? colourBy = null) =>
        published is null ? [] : [Named(new Points(published, x, y) { Shape = MarkerShape.Cross, Size = 2.5, ColourBy = colourBy })];

    /// <summary>A line through the rows, or one for each value of two columns; nothing without data.</summary>
    public static IEnumerable<Mark> Curve(Frame? published, string x, string y, string? colourBy = null, string? groupBy = null) =>
        published is null ? [] : [Named(new Line(published, x, y) { Width = 0.8, Dash = Dash.Dotted, ColourBy = colourBy, GroupBy = groupBy })];

    private static Mark Named(Mark mark) => mark with { Name = "published", Ink = mark.ColourBy is null ? Ink.Muted : null };
}
