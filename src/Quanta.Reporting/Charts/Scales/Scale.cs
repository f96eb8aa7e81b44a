namespace Quanta.Reporting.Charts;

/// <summary>An axis with its range settled: maps values to [0, 1] along the axis and back.</summary>
internal sealed class Scale
{
    private readonly double _low, _span;

    private Scale(Axis axis, double low, double high)
    {
        Axis = axis;
        (_low, _span) = (low, high - low);
        (Minimum, Maximum) = (axis.Backward(low), axis.Backward(high));
    }

    public Axis Axis { get; }

    /// <summary>The ends of the axis in data units.</summary>
    public double Minimum { get; }

    public double Maximum { get; }

    /// <summary>
    /// Settles the range: the axis's own limits first, else the data's with padding; a range of no width is widened around its value.
    /// </summary>
    public static Scale Over(Axis axis, Extent data)
    {
        RequireDrawable(axis, axis.Minimum);
        RequireDrawable(axis, axis.Maximum);
        var (low, high) = data.IsEmpty ? Default(axis) : (axis.Forward(data.Minimum), axis.Forward(data.Maximum));
        if (axis.Minimum is { } minimum) low = axis.Forward(minimum);
        if (axis.Maximum is { } maximum) high = axis.Forward(maximum);
        if (axis is { Minimum: not null, Maximum: not null } && !(high > low))
            throw new ArgumentException($"An axis must end above its start, but '{axis.Label}' runs from {axis.Minimum} to {axis.Maximum}.",
                nameof(axis));
        if (!(high - low > 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high))))
            (low, high) = Widen(axis, low, high);
        var padding = axis.Padding * (high - low);
        return new Scale(axis, axis.Minimum is null ? low - padding : low, axis.Maximum is null ? high + padding : high);
    }

    /// <summary>The position of a value: 0 at the minimum, 1 at the maximum, beyond them outside.</summary>
    public double Position(double value)
    {
        var t = (Axis.Forward(value) - _low) / _span;
        return Axis.Reversed ? 1 - t : t;
    }

    /// <summary>The value at a position.</summary>
    public double ValueAt(double position) => Axis.Backward(_low + (Axis.Reversed ? 1 - position : position) * _span);

    /// <summary>Whether a value has a place inside the range; the slack keeps a value that equals a limit in.</summary>
    public bool Contains(double value) => Axis.CanDraw(value) && Position(value) is >= -1e-9 and <= 1 + 1e-9;

    private static void RequireDrawable(Axis axis, double? limit)
    {
        if (limit is { } value && !axis.CanDraw(value))
            throw new ArgumentException($"A limit of the {axis.Kind} axis '{axis.Label}' must have a place on it, but it is {value}.", nameof(axis));
    }

    // With no data, or a single limit beyond the data, the range is one unit, or one decade.
    private static (double, double) Widen(Axis axis, double low, double high)
    {
        var unit = axis.Kind == AxisKind.Log ? Math.Log(10) / 2 : Math.Max(0.5, Math.Abs(low) * 0.1);
        if (axis.Minimum is not null) return (low, low + 2 * unit);
        return axis.Maximum is not null ? (high - 2 * unit, high) : (low - unit, low + unit);
    }

    private static (double, double) Default(Axis axis) => axis.Kind == AxisKind.Log ? (0, Math.Log(10)) : (0, 1);
}

/// <summary>The least and greatest of some values; empty until one is added.</summary>
internal readonly record struct Extent(double Minimum, double Maximum)
{
    public static Extent Empty { get; } = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => !(Minimum <= Maximum);

    /// <summary>The extent of the values that have a place on the axis.</summary>
    public static Extent Of(IEnumerable<double> values, Axis axis)
    {
        var extent = Empty;
        foreach (var value in values)
            if (axis.CanDraw(value)) extent = new Extent(Math.Min(extent.Minimum, value), Math.Max(extent.Maximum, value));
        return extent;
    }

    public Extent Union(Extent other) => new(Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));
}
