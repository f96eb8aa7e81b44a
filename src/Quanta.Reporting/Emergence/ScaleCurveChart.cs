using System.Globalization;
using Quanta.Reporting.Charts;
using Quanta.Scaling.Emergence;
using Quanta.Scaling.Scores;

namespace Quanta.Reporting.Emergence;

/// <summary>A task's scores over scale, twice: on a linear and on a logarithmic axis of scale, since either alone misleads.</summary>
public static class ScaleCurveChart
{
    /// <summary>Draws a finding: scores with 95 % intervals where items are known, the best smooth fit, and the best fit with a jump where there is a
    /// jump.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="scale">What the scale is, e.g. "Parameters".</param>
    /// <param name="chance">The score at chance; NaN draws none.</param>
    public static Chart Draw(EmergenceFinding finding, string scale, double chance = double.NaN) => new()
    {
        Title = Label.Literal(finding.Curve.Task),
        Caption = Label.Literal(Caption(finding)),
        Description = $"Scores of the task {finding.Curve.Task} over scale, with a linear and with a logarithmic axis.",
        Width = 6,
        Height = 2.4,
        Columns = 2,
        ShareY = true,
        Panels = [Panel(finding, Axis.Linear(scale), chance, LegendPlacement.None), Panel(finding, Axis.Log(scale), chance, LegendPlacement.Auto)],
    };

    private static string Caption(EmergenceFinding finding)
    {
        if (finding.Smooth is null) return $"{finding.Verdict}: {finding.Curve.Scales} scales.";
        var change = string.Create(CultureInfo.InvariantCulture, $"change {finding.Change:0.000} (p = {finding.AdjustedChangeP:0.000})");
        var jump = string.Create(CultureInfo.InvariantCulture, $"jump {finding.Jump:0.000} near {finding.JumpAt:0.##E+0} (p = {finding.AdjustedJumpP:0.000})");
        return $"{finding.Verdict}: {change}, {jump}.";
    }

    private static Panel Panel(EmergenceFinding finding, Axis x, double chance, LegendPlacement legend)
    {
        var points = finding.Curve.Points;
        var intervals = points.Select(point => double.IsNaN(point.Items)
            ? new WilsonInterval(point.Score, point.Score)
            : WilsonInterval.Of(point.Score * point.Items, point.Items)).ToList();
        var data = Frame.Of(
            ("scale", [.. points.Select(point => point.Scale)]), ("score", [.. points.Select(point => point.Score)]),
            ("low", [.. intervals.Select(interval => interval.Low)]), ("high", [.. intervals.Select(interval => interval.High)]));
        List<Mark> marks = [];
        if (!double.IsNaN(chance)) marks.Add(Rule.AtY(chance) with { Name = "chance" });
        var (from, to) = (points[0].Scale, points[^1].Scale);
        if (finding.Smooth is { } smooth && to > from) marks.Add(new Curve(smooth.At, from, to) { Name = "smooth", Ink = Ink.Category(0) });
        if (finding.IsJump && finding.Sharp is { } sharp)
            marks.Add(new Curve(sharp.At, from, to) { Name = "with a jump", Ink = Ink.Category(1), Dash = Dash.Dashed, Samples = 401 });
        if (finding.Curve.HasItems) marks.Add(new ErrorBars(data, "scale", "score") { RangeY = ("low", "high"), Ink = Ink.Foreground });
        marks.Add(new Points(data, "scale", "score") { Ink = Ink.Foreground, Size = 3.5 });
        return new Panel { X = x, Y = Axis.Linear("Score"), Marks = marks, Legend = legend };
    }
}
