using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Statistics;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;

namespace Quanta.Scaling.Prediction;

/// <summary>Losses of chosen predictions along a scale, in memory: what predictions of larger models are made from and compared with.</summary>
public sealed class LossPanel
{
    private readonly float[] _losses;

    /// <param name="logarithms">ln x of every column, ascending, [columns].</param>
    /// <param name="losses">float32 [predictions, columns], row-major, nats; not copied.</param>
    /// <exception cref="ArgumentException">The losses are no whole number of rows, not finite, or the scale does not rise.</exception>
    public LossPanel(IReadOnlyList<double> logarithms, float[] losses)
    {
        if (logarithms.Count == 0 || losses.Length % logarithms.Count != 0)
            throw new ArgumentException($"A panel of {logarithms.Count} columns needs a multiple of so many losses, but {losses.Length} were given.",
                nameof(losses));
        for (var i = 1; i < logarithms.Count; i++)
            if (!(logarithms[i] >= logarithms[i - 1]))
                throw new ArgumentException($"A panel's scale must rise, but {logarithms[i]} comes after {logarithms[i - 1]}.", nameof(logarithms));
        if (losses.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)) throw new ArgumentException("Losses must be finite.", nameof(losses));
        (Logarithms, _losses) = (logarithms, losses);
    }

    public IReadOnlyList<double> Logarithms { get; }

    public int Columns => Logarithms.Count;

    public int Predictions => _losses.Length / Columns;

    /// <summary>One prediction's losses, [columns].</summary>
    public ReadOnlySpan<float> Row(int prediction) => _losses.AsSpan(prediction * Columns, Columns);

    /// <summary>The first columns alone: whoever is given this cannot see the others.</summary>
    public LossPanel First(int columns)
    {
        var losses = new float[Predictions * columns];
        for (var i = 0; i < Predictions; i++) Row(i)[..columns].CopyTo(losses.AsSpan(i * columns));
        return new LossPanel([.. Logarithms.Take(columns)], losses);
    }

    /// <summary>The mean loss of every column, [columns].</summary>
    public double[] Means()
    {
        var means = new double[Columns];
        for (var i = 0; i < Predictions; i++)
            for (var column = 0; column < Columns; column++) means[column] += Row(i)[column];
        return [.. means.Select(sum => sum / Predictions)];
    }

    /// <summary>Panels over the same scale, one under the other.</summary>
    public static LossPanel Stack(IReadOnlyList<LossPanel> panels)
    {
        if (panels.Count == 0 || panels.Any(panel => !panel.Logarithms.SequenceEqual(panels[0].Logarithms)))
            throw new ArgumentException("Panels can be put together where there is at least one and all are over the same sizes or steps.", nameof(panels));
        return new LossPanel(panels[0].Logarithms, [.. panels.SelectMany(panel => panel._losses)]);
    }

    /// <summary>Reads predictions of a table.</summary>
    /// <param name="table">The losses.</param>
    /// <param name="scale">Which columns.</param>
    /// <param name="predictions">Global indices, ascending.</param>
    /// <exception cref="InvalidDataException">An index lies beyond the table, or a loss is not finite or negative.</exception>
    public static LossPanel Read(ILossTable table, LossScale scale, IReadOnlyList<long> predictions)
    {
        const int together = 4096;
        if (predictions.Count > 0 && (predictions[0] < 0 || predictions[^1] >= table.Predictions))
            throw new InvalidDataException($"Predictions must lie within the {table.Predictions} of the table, but they reach from {predictions[0]} to "
                + $"{predictions[^1]}.");
        var selected = table.WithColumns(scale.Columns);
        var losses = new float[checked(predictions.Count * scale.Count)];
        var block = new float[together * scale.Count];
        for (var i = 0; i < predictions.Count;)
        {
            var first = predictions[i];
            var end = i;
            while (end < predictions.Count && predictions[end] < first + together) end++;
            var count = (int)(predictions[end - 1] - first + 1);
            selected.ReadColumns(first, count, block.AsSpan(0, count * scale.Count));
            RequireLosses(selected, first, count, block.AsSpan(0, count * scale.Count));
            for (; i < end; i++)
                for (var column = 0; column < scale.Count; column++) losses[i * scale.Count + column] = block[column * count + predictions[i] - first];
        }
        return new LossPanel(scale.Logarithms, losses);
    }

    private static void RequireLosses(ILossTable table, long first, int count, ReadOnlySpan<float> block)
    {
        if (LossRule.FirstBroken(block) is not (>= 0 and var bad)) return;
        throw new InvalidDataException(LossRule.Sentence(block[bad], $"that of prediction {first + bad % count} under {table.Columns[bad / count].Name}"));
    }
}

/// <summary>Clusters of tokens by their losses alone, for where no gradients are: k-means on the losses under the visible models.</summary>
/// <remarks>Levels and falls both count, in nats. Michaud et al. 2023 cluster gradients; trajectories of losses are the substitute that needs no
/// model.</remarks>
public static class TrajectoryClusters
{
    /// <summary>Labels from 0, ranked by size, [predictions].</summary>
    public static int[] Of(LossPanel visible, PredictionOptions options, CancellationToken cancellation = default)
    {
        var clusters = Math.Min(options.TrajectoryClusters, visible.Predictions);
        using var points = new Matrix(visible.Predictions, visible.Columns);
        for (var i = 0; i < visible.Predictions; i++) visible.Row(i).CopyTo(points.Row(i));
        var found = KMeans.Cluster(
            points.View, new KMeansOptions(clusters) { Restarts = options.Restarts, Seed = options.Seed, Threads = options.Threads },
            cancellation: cancellation);
        return ClusterLabels.RankBySize(found.Labels);
    }
}
