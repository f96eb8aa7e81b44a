namespace Quanta.Reporting.Charts;

/// <summary>A chart's sizes and distances in points, all following from its font size.</summary>
internal sealed record Typography(double FontSize)
{
    public const double PointsPerInch = 72;

    /// <summary>The length of a labelled tick and the gap to its label.</summary>
    public const double TickLength = 3, MinorTickLength = 1.8, TickGap = 2;

    public double Tick => 0.93 * FontSize;

    public double Axis => FontSize;

    public double PanelTitle => 1.1 * FontSize;

    public double Title => 1.3 * FontSize;

    public double Caption => FontSize;

    public double Legend => 0.93 * FontSize;

    /// <summary>The outer margin of the page.</summary>
    public double Margin => 0.5 * FontSize;

    public double KeyWidth => 2.6 * FontSize;

    public double BarWidth => 1.1 * FontSize;

    public static double Line(double size) => TextMetrics.LineHeight * size;
}
