using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Prediction;

/// <summary>Intervals about predictions: quantiles of the errors made in rehearsal, for each tenth of predicted losses, as small losses err little.</summary>
internal sealed class ErrorIntervals
{
    private const int Groups = 10;
    private readonly float[] _edges;
    private readonly float[][] _errors;

    /// <param name="panel">The visible losses.</param>
    /// <param name="first">The first column hidden in rehearsal.</param>
    /// <param name="predicted">What was predicted for it and those after, [predictions, rehearsed].</param>
    public ErrorIntervals(LossPanel panel, int first, float[] predicted)
    {
        var rehearsed = predicted.Length / panel.Predictions;
        var order = Enumerable.Range(0, predicted.Length).OrderBy(i => predicted[i]).ToArray();
        var groups = Math.Min(Groups, order.Length);
        _errors = [.. Enumerable.Range(0, groups).Select(group => order[Start(group)..Start(group + 1)]
            .Select(i => panel.Row(i / rehearsed)[first + i % rehearsed] - predicted[i]).Order().ToArray())];
        _edges = [.. Enumerable.Range(1, groups - 1).Select(group => predicted[order[Start(group)]])];

        int Start(int group) => (int)((long)order.Length * group / groups);
    }

    /// <summary>The share of true losses that lie within the intervals that were to hold <paramref name="coverage"/> of them.</summary>
    public double CoverageOf(LossPanel panel, int first, float[] predicted, double coverage)
    {
        var hidden = predicted.Length / panel.Predictions;
        var bounds = _errors.Select(errors => (Low: Quantile.OfOrdered<float>(errors, (1 - coverage) / 2), High: Quantile.OfOrdered<float>(errors, (1 + coverage) / 2))).ToArray();
        long within = 0;
        for (var i = 0; i < predicted.Length; i++)
        {
            var (low, high) = bounds[GroupOf(predicted[i])];
            var error = panel.Row(i / hidden)[first + i % hidden] - predicted[i];
            if (error >= low && error <= high) within++;
        }
        return (double)within / predicted.Length;
    }

    private int GroupOf(float predicted)
    {
        var group = 0;
        while (group < _edges.Length && predicted >= _edges[group]) group++;
        return group;
    }
}
