using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;
using Quanta.Scaling.Prediction;

namespace Quanta.Scaling.Laws;

/// <summary>Mean losses of clusters over model size or training, where they fall, in which order, and whether their members fall together.</summary>
public static class ClusterLawStage
{
    private const double LogarithmsPerDecade = 2.302585092994046;

    /// <summary>Measures all clusters.</summary>
    /// <param name="panel">Losses along a scale of at least two different values.</param>
    /// <param name="labels">Clusters, [predictions], from 0.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">Labels are of another number, or negative, or the scale has one value alone.</exception>
    public static ClusterLaws Run(LossPanel panel, IReadOnlyList<int> labels, ClusterLawOptions? options = null)
    {
        options ??= new ClusterLawOptions();
        if (labels.Count != panel.Predictions || labels.Count == 0)
            throw new ArgumentException($"Labels are needed for {panel.Predictions} predictions, at least 1, but there are {labels.Count}.", nameof(labels));
        if (labels.Min() < 0) throw new ArgumentException($"Labels must be at least 0, but one is {labels.Min()}.", nameof(labels));
        double[] logarithms = [.. panel.Logarithms];
        if (logarithms.Distinct().Count() < 2 || !logarithms.All(double.IsFinite))
            throw new ArgumentException(
                $"A law needs at least two different sizes or steps above 0, but there are {logarithms.Distinct().Count(double.IsFinite)}.", nameof(panel));
        var drops = Enumerable.Range(0, panel.Predictions).Select(i => DropOf(panel, i)).ToArray();
        var falling = Enumerable.Range(0, drops.Length).Where(i => drops[i].Nats >= options.LeastFall).ToArray();
        var clusters = Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(cluster => cluster.Key)
            .Select(cluster => Measure(panel, logarithms, cluster.Key, [.. cluster], drops, options)).ToList();
        var (shared, chance, p) = Shared([.. falling.Select(i => drops[i].Middle)], [.. falling.Select(i => labels[i])], options);
        return new ClusterLaws(InOrder(clusters), shared, chance, p, LossDrop.Of(panel.Logarithms, panel.Means()));
    }

    private static ClusterLaw Measure(LossPanel panel, double[] logarithms, int label, int[] members, LossDrop[] drops, ClusterLawOptions options)
    {
        var means = new double[panel.Columns];
        foreach (var i in members)
            for (var column = 0; column < means.Length; column++) means[column] += panel.Row(i)[column] / (double)members.Length;
        var falls = members.Select(i => drops[i]).Where(drop => drop.Nats >= options.LeastFall).ToList();
        return new ClusterLaw(label, members.Length, means, StraightLine.Fit(logarithms, means).Slope, LossDrop.Of(logarithms, means))
        {
            MemberDecades = Quantile.OfOrdered([.. falls.Select(drop => drop.Decades).Order()], 0.5),
            MiddleDeviation = Deviation([.. falls.Select(drop => drop.Middle / LogarithmsPerDecade)]),
            Falling = falls.Count,
        };
    }

    private static LossDrop DropOf(LossPanel panel, int prediction)
    {
        Span<double> losses = stackalloc double[panel.Columns];
        for (var column = 0; column < losses.Length; column++) losses[column] = panel.Row(prediction)[column];
        return LossDrop.Of(panel.Logarithms, losses);
    }

    private static List<ClusterLaw> InOrder(List<ClusterLaw> clusters)
    {
        var places = clusters.Where(cluster => cluster.Drop.Nats > 0).OrderBy(cluster => cluster.Drop.Middle)
            .Select((cluster, place) => (cluster.Cluster, Place: place)).ToDictionary(pair => pair.Cluster, pair => pair.Place);
        return [.. clusters.Select(cluster => cluster with { Emergence = places.TryGetValue(cluster.Cluster, out var place) ? place : null })];
    }

    private static (double Shared, double ByChance, double PValue) Shared(double[] middles, int[] labels, ClusterLawOptions options)
    {
        if (middles.Length < 2) return (double.NaN, double.NaN, double.NaN);
        var shared = SharedVariance(middles, labels);
        var (sum, asLarge) = (0.0, 0);
        for (var r = 0; r < options.Permutations; r++)
        {
            var shuffled = (int[])labels.Clone();
            new Philox(options.Seed, StreamPurpose.LabelPermutation.Stream(r)).Shuffle<int>(shuffled);
            var chance = SharedVariance(middles, shuffled);
            sum += chance;
            if (chance >= shared) asLarge++;
        }
        return (shared, sum / options.Permutations, (1.0 + asLarge) / (1 + options.Permutations));
    }

    /// <summary>Eta squared: 1 - sum of squares within clusters / in all.</summary>
    private static double SharedVariance(double[] values, int[] labels)
    {
        var (counts, sums) = (new double[labels.Max() + 1], new double[labels.Max() + 1]);
        for (var i = 0; i < values.Length; i++)
        {
            counts[labels[i]]++;
            sums[labels[i]] += values[i];
        }
        var (mean, within, all) = (values.Average(), 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            within += Math.Pow(values[i] - sums[labels[i]] / counts[labels[i]], 2);
            all += Math.Pow(values[i] - mean, 2);
        }
        return 1 - within / all;
    }

    private static double Deviation(double[] values)
    {
        if (values.Length < 2) return double.NaN;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}

/// <summary>How clusters' falls are measured.</summary>
public sealed record ClusterLawOptions
{
    /// <summary>A member whose loss falls by less has no place where it falls, in nats.</summary>
    public double LeastFall { get; init; } = 0.5;

    /// <summary>How often labels are shuffled to see what chance does.</summary>
    public int Permutations { get; init; } = 999;

    /// <summary>Names the random numbers; permutation r draws from stream r.</summary>
    public ulong Seed { get; init; }
}

/// <summary>What a cluster's losses do along a scale.</summary>
/// <param name="Cluster">Its label.</param>
/// <param name="Size">Its predictions.</param>
/// <param name="Means">Mean loss in each column, nats.</param>
/// <param name="Law">The straight line of the mean loss over ln x: nats for each e-fold.</param>
/// <param name="Drop">The fall of the mean loss.</param>
public sealed record ClusterLaw(int Cluster, int Size, IReadOnlyList<double> Means, double Law, LossDrop Drop)
{
    /// <summary>The place by the middle of the fall, 0 the earliest; null without a fall.</summary>
    public int? Emergence { get; init; }

    /// <summary>The median over members of how many decades their own falls take; NaN where no member falls enough.</summary>
    public required double MemberDecades { get; init; }

    /// <summary>Standard deviation of the middles of members' falls, in decades.</summary>
    public required double MiddleDeviation { get; init; }

    /// <summary>How many members fall enough to have a middle.</summary>
    public required int Falling { get; init; }

    /// <summary>Members' own width over the cluster's: 1 where all fall at once, small where each falls at its own place.</summary>
    public double Together => MemberDecades / Drop.Decades;
}

/// <summary>The laws of all clusters, and whether clusters fall together.</summary>
/// <param name="Clusters">By label.</param>
/// <param name="SharedVariance">The share of the variance of middles that lies between clusters (eta squared).</param>
/// <param name="SharedByChance">The mean of that share over random clusters of the same sizes.</param>
/// <param name="PValue">How often random clusters share as much: (1 + how many do) / (1 + permutations).</param>
/// <param name="All">The fall of the mean over all predictions.</param>
public sealed record ClusterLaws(IReadOnlyList<ClusterLaw> Clusters, double SharedVariance, double SharedByChance, double PValue, LossDrop All);
