namespace Quanta.Reporting.Charts;

public enum AxisKind
{
    /// <summary>Equal differences take equal lengths.</summary>
    Linear,

    /// <summary>Equal ratios take equal lengths; values that are not positive cannot be drawn.</summary>
    Log,

    /// <summary>Text values side by side, one unit apart, in order of first appearance.</summary>
    Category,
}

/// <summary>One axis of a panel: what it measures, its kind, range and ticks.</summary>
public sealed record Axis
{
    private Axis(AxisKind kind, Label label) => (Kind, Label) = (kind, label);

    public AxisKind Kind { get; }

    /// <summary>What the axis measures, with its unit.</summary>
    public Label Label { get; init; }

    /// <summary>The lower end, in data units; null takes the least value drawn and adds <see cref="Padding"/>.</summary>
    public double? Minimum { get; init; }

    /// <summary>The upper end, in data units; null takes the greatest value drawn and adds <see cref="Padding"/>.</summary>
    public double? Maximum { get; init; }

    /// <summary>Space beyond the data at an end that is not set, as a fraction of the range (in the axis's own coordinate).</summary>
    public double Padding { get; init; } = 0.05;

    /// <summary>Explicit ticks; null computes them. An empty list shows none.</summary>
    public IReadOnlyList<Tick>? Ticks { get; init; }

    /// <summary>Whether values grow towards the origin: row 0 of a matrix at the top.</summary>
    public bool Reversed { get; init; }

    public static Axis Linear(Label? label = null) => new(AxisKind.Linear, label ?? Label.Empty);

    public static Axis Log(Label? label = null) => new(AxisKind.Log, label ?? Label.Empty);

    public static Axis Category(Label? label = null) => new(AxisKind.Category, label ?? Label.Empty);

    /// <summary>This axis with those ticks, labelled as computed ticks are.</summary>
    public Axis WithTicks(params IReadOnlyList<double> values) =>
        this with { Ticks = [.. values.Zip(TickLabels.For(values, Kind), (value, label) => new Tick(value, label))] };

    /// <summary>This axis over that range of data units.</summary>
    public Axis Over(double minimum, double maximum) => this with { Minimum = minimum, Maximum = maximum };

    /// <summary>Whether a value has a place on an axis of this kind: finite, and positive on a logarithmic one.</summary>
    internal bool CanDraw(double value) => double.IsFinite(value) && (Kind != AxisKind.Log || value > 0);

    /// <summary>The value in the axis's own coordinate, in which it is linear: ln for a logarithmic axis.</summary>
    internal double Forward(double value) => Kind == AxisKind.Log ? Math.Log(value) : value;

    internal double Backward(double coordinate) => Kind == AxisKind.Log ? Math.Exp(coordinate) : coordinate;
}

/// <summary>A marked value of an axis; a minor tick has no label.</summary>
public readonly record struct Tick(double Value, Label Label)
{
    internal bool IsMinor => Label.IsEmpty;
}
