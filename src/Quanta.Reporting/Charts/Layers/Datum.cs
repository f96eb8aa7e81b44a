namespace Quanta.Reporting.Charts;

/// <summary>
/// One drawn thing in data units: a point, an interval, a cell. What a mark has no use for is NaN; all NaN lifts the pen of a path.
/// </summary>
internal readonly record struct Datum(double X, double Y)
{
    public static Datum Gap { get; } = new(double.NaN, double.NaN);

    public double XLow { get; init; } = double.NaN;

    public double XHigh { get; init; } = double.NaN;

    public double YLow { get; init; } = double.NaN;

    public double YHigh { get; init; } = double.NaN;

    /// <summary>What the panel's colour scale turns into a colour: a number, or a category's index.</summary>
    public double Value { get; init; } = double.NaN;
}
