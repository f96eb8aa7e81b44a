using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>A marker at each row of a frame.</summary>
/// <param name="Data">The rows.</param>
/// <param name="X">The column on the x axis.</param>
/// <param name="Y">The column on the y axis.</param>
public sealed record Points(Frame Data, string X, string Y) : Mark
{
    /// <summary>The markers' size in points.</summary>
    public double Size { get; init; } = 4;

    /// <summary>A fixed shape; null takes a circle, or each category's own shape.</summary>
    public MarkerShape? Shape { get; init; }

    internal override Frame Source => Data;

    internal override (string?, string?) Columns => (X, Y);

    internal override LegendKeys Keys => LegendKeys.Marker;

    internal override IEnumerable<Layer> Layers(MarkContext context) =>
        Series.Split(Data, ColourBy, null, context)
            .Select(series => (Layer)new PointLayer("points", series.NameOr(Name), Rows(series, context), LookOf(context, series.Value)));

    internal Look LookOf(MarkContext context, double value)
    {
        var look = context.LookOf(this, value);
        return look with { MarkerSize = Size, Marker = Shape ?? look.Marker };
    }

    private Datum[] Rows(Series series, MarkContext context)
    {
        var (x, y, values) = (context.ValuesX(series.Rows, X), context.ValuesY(series.Rows, Y), context.ColourValues(series.Rows, ColourBy));
        return [.. Enumerable.Range(0, series.Rows.Count).Select(i => new Datum(x[i], y[i]) { Value = values[i] })];
    }
}

public enum MarkerShape
{
    Circle,
    Square,
    TriangleUp,
    Diamond,
    TriangleDown,
    Cross,
    Plus,
    Star,
}

internal static class MarkerShapes
{
    /// <summary>The outline of a marker of that size around the origin; empty for a circle, which has none of straight lines.</summary>
    public static PagePoint[] Outline(this MarkerShape shape, double size)
    {
        var r = size / 2;
        return shape switch
        {
            MarkerShape.Square => Scaled(0.89 * r, (-1, -1), (1, -1), (1, 1), (-1, 1)),
            MarkerShape.TriangleUp => Scaled(1.2 * r, (0, -1), (0.95, 0.7), (-0.95, 0.7)),
            MarkerShape.TriangleDown => Scaled(1.2 * r, (0, 1), (-0.95, -0.7), (0.95, -0.7)),
            MarkerShape.Diamond => Scaled(1.2 * r, (0, -1), (0.8, 0), (0, 1), (-0.8, 0)),
            MarkerShape.Plus => Scaled(1.15 * r, PlusOutline),
            MarkerShape.Cross => Scaled(1.15 * r, [.. PlusOutline.Select(p => ((p.X - p.Y) * Math.Sqrt(0.5), (p.X + p.Y) * Math.Sqrt(0.5)))]),
            MarkerShape.Star => Star(1.3 * r),
            _ => [],
        };
    }

    private static (double X, double Y)[] PlusOutline =>
    [
        (-0.3, -1), (0.3, -1), (0.3, -0.3), (1, -0.3), (1, 0.3), (0.3, 0.3), (0.3, 1), (-0.3, 1), (-0.3, 0.3), (-1, 0.3), (-1, -0.3), (-0.3, -0.3),
    ];

    private static PagePoint[] Star(double radius) =>
    [
        .. Enumerable.Range(0, 10).Select(i =>
        {
            var (sine, cosine) = Math.SinCos(Math.PI * i / 5);
            var r = i % 2 == 0 ? radius : 0.42 * radius;
            return new PagePoint(r * sine, -r * cosine);
        }),
    ];

    private static PagePoint[] Scaled(double factor, params (double X, double Y)[] corners) =>
        [.. corners.Select(c => new PagePoint(factor * c.X, factor * c.Y))];
}
