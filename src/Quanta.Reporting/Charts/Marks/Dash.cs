namespace Quanta.Reporting.Charts;

public enum Dash
{
    Solid,
    Dashed,
    Dotted,
    DashDotted,
    LongDashed,
}

internal static class Dashes
{
    /// <summary>Lengths of dashes and gaps in units of the line's width; none for a solid line.</summary>
    public static IReadOnlyList<double> Pattern(this Dash dash) => dash switch
    {
        Dash.Dashed => [4, 2],
        Dash.Dotted => [1, 1.6],
        Dash.DashDotted => [5, 1.8, 1, 1.8],
        Dash.LongDashed => [8, 2.5],
        _ => [],
    };
}
