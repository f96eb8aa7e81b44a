using Quanta.Reporting.Report;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Prediction;

namespace Quanta.Reporting.Scaling;

/// <summary>How well hidden losses were predicted, as a table of methods and one sentence.</summary>
internal static class PredictionTable
{
    public static void Write(HtmlWriter html, PredictionSummary summary)
    {
        var isSize = summary.Kind == ScaleKind.Parameters;
        html.Leaf("p", Meaning(summary));
        new Table(
            isSize ? "predictions-models" : "predictions-checkpoints",
            $"{Figures.Of(summary.Predictions, "token")} under {Hidden(summary)}, predicted from "
                + Figures.Of(summary.Visible.Count, isSize ? "smaller model" : "earlier checkpoint"),
            [
                "method", "mean absolute error, nats", "rank correlation",
                .. summary.Coverages.Select(coverage => $"in its interval of {Whole(coverage)}"), $"gain over ({Letter(0)})", "95 % interval of the gain",
            ],
            [.. summary.Methods.Select((method, i) => Row(method, i))]).Write(html);
    }

    /// <summary>Whether any method is better than no change, by which the others are measured, beyond chance.</summary>
    private static string Meaning(PredictionSummary summary)
    {
        var (unchanged, best) = (summary.Methods[0], summary.Methods.Skip(1).MinBy(method => method.MeanAbsoluteError)!);
        var last = summary.Kind == ScaleKind.Parameters ? "the largest visible model" : "the last visible checkpoint";
        if (best.Gain.Low > 0)
        {
            return $"What {Subject(summary)} would lose on each token can be told in part: the {best.Method} errs by "
                + $"{Figures.Nats(best.MeanAbsoluteError)} nats, {Figures.Share(best.Gain.Value)} less than taking every loss as it was under {last} "
                + $"(95 % interval {Interval(best.Gain)}).";
        }
        return $"What {Subject(summary)} would lose on each token could not be told from the visible columns: no law errs surely less than the "
            + $"{Figures.Nats(unchanged.MeanAbsoluteError)} nats of taking every loss as it was under {last}.";
    }

    private static IReadOnlyList<Cell> Row(MethodScore method, int place) =>
    [
        new Cell($"({Letter(place)}) {method.Method}") { IsWhole = true },
        Cell.Number(method.MeanAbsoluteError, Figures.Nats(method.MeanAbsoluteError)),
        Cell.Number(method.RankCorrelation, Figures.Exponent(method.RankCorrelation)),
        .. method.Coverage.Select(held => Cell.Number(held, Figures.Share(held))),
        Cell.Number(GainOf(method, place), Signed(GainOf(method, place))),
        new Cell(place == 0 ? Signed(double.NaN) : Interval(method.Gain)) { IsWhole = true },
    ];

    // The first method has none over itself.
    private static double GainOf(MethodScore method, int place) => place == 0 ? double.NaN : method.Gain.Value;

    private static string Hidden(PredictionSummary summary) => summary.Kind == ScaleKind.Parameters
        ? Figures.Of(summary.Hidden.Count, "larger model")
        : Figures.Of(summary.Hidden.Count, "later checkpoint");

    private static string Subject(PredictionSummary summary) => summary.Hidden.Count > 1 ? Hidden(summary)
        : summary.Kind == ScaleKind.Parameters ? "a larger model" : "a later checkpoint";

    private static string Interval(Gain gain) => $"{Signed(gain.Low)} to {Signed(gain.High)}";

    private static string Signed(double share) => Figures.Share(share).Replace('-', '\u2212');

    private static string Whole(double share) => Figures.Share(share).Replace(".0", "", StringComparison.Ordinal);

    private static char Letter(int place) => (char)('a' + place);
}
