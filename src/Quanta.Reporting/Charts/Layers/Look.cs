namespace Quanta.Reporting.Charts;

/// <summary>How a layer looks where the colour scale does not say otherwise. Widths and sizes in points.</summary>
internal sealed record Look(Ink Ink)
{
    public double Width { get; init; } = 1;

    public Dash Dash { get; init; }

    public MarkerShape Marker { get; init; }

    public double MarkerSize { get; init; } = 4;

    public double Opacity { get; init; } = 1;
}
