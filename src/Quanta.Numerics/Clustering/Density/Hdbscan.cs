using Quanta.Numerics.Clustering.Internals;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;

namespace Quanta.Numerics.Clustering.Density;

/// <summary>Clusters of any number and unequal sizes from the density of points: HDBSCAN (Campello, Moulavi and Sander 2013; Campello et al. 2015), exact, on a matrix.</summary>
/// <remarks>Distance is what a similarity lacks of a point's similarity to itself. Clusters are those of the tree of densities whose excess of mass is greatest; points that
/// belong to none are noise. Nothing is random, and no number of clusters is chosen beforehand. O(n^2) time, O(n) memory beside the matrix.
/// <para>Deviation: where several points join at one distance, the tree has one node for all of them; the published algorithm splits it in an order that the sorting of equal
/// distances decides.</para></remarks>
public static class Hdbscan
{
    /// <summary>Clusters points.</summary>
    /// <param name="similarity">[n, n], symmetric and finite, greater for more similar points, unit column stride. The diagonal is not used.</param>
    /// <param name="options">How dense, how large.</param>
    /// <param name="progress">Fraction of the points reached.</param>
    /// <param name="cancellation">Stops between points.</param>
    /// <exception cref="ArgumentException">The matrix is not square or not finite, or an option is out of range.</exception>
    public static HdbscanResult Cluster(
        MatrixView similarity, HdbscanOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        SimilarityCheck.Square(similarity);
        SimilarityCheck.Finite(similarity, threads: 1);
        options.Validate();
        var points = similarity.RowCount;
        if (points <= options.Neighbours) return HdbscanResult.AllNoise(points);
        return Of(new MutualReachability(similarity, options).SpanningTree(progress, cancellation), points, options);
    }

    /// <summary>Clusters vectors of which only the nearest neighbours are known: as if those that are no neighbours either way were as far apart as opposite
    /// vectors, 2, so that what no chain of neighbours joins falls apart there. Distance is 1 - cosine. With all n - 1 neighbours it is the exact way; O(n k
    /// log n) time and O(n k) memory.</summary>
    /// <param name="neighbours">At least as many for each vector as the options' <see cref="HdbscanOptions.Neighbours"/>.</param>
    /// <param name="options">How dense, how large.</param>
    /// <param name="cancellation">Stops between the steps.</param>
    /// <exception cref="ArgumentException">The graph is none, its vectors have too few places, or an option is out of range.</exception>
    public static HdbscanResult Cluster(NeighbourGraph neighbours, HdbscanOptions options, CancellationToken cancellation = default)
    {
        neighbours.Validate();
        options.Validate();
        if (neighbours.Count <= options.Neighbours) return HdbscanResult.AllNoise(neighbours.Count);
        if (options.Neighbours > neighbours.Width)
            throw new ArgumentException($"Density is measured at neighbour {options.Neighbours}, but the graph has only {neighbours.Width} of each vector: find more, or ask for less.");
        return Of(new NeighbourReachability(neighbours, options).SpanningTree(cancellation), neighbours.Count, options);
    }

    private static HdbscanResult Of(IReadOnlyList<DensityEdge> spanningTree, int points, HdbscanOptions options) =>
        new CondensedTree(DensityTree.Of(spanningTree, points), options.MinimumSize).Select(options.AllowsOne);
}

/// <summary>What HDBSCAN takes for dense, and for a cluster.</summary>
public sealed record HdbscanOptions
{
    /// <summary>k: a point lies as dense as its k-th nearest other point is near.</summary>
    public int Neighbours { get; init; } = 3;

    /// <summary>The fewest points of a cluster.</summary>
    public int MinimumSize { get; init; } = 3;

    /// <summary>Whether all points may be one cluster; by default the whole is none, as published.</summary>
    public bool AllowsOne { get; init; }

    /// <summary>A point's similarity to itself, from which distances are taken: 1 for cosines. No similarity may be greater but for rounding.</summary>
    public double SelfSimilarity { get; init; } = 1;

    internal void Validate()
    {
        if (Neighbours < 1) throw new ArgumentException($"Density needs at least 1 neighbour, but {Neighbours} were asked for.");
        if (MinimumSize < 2) throw new ArgumentException($"A cluster has at least 2 points, but {MinimumSize} was asked for.");
        if (!double.IsFinite(SelfSimilarity)) throw new ArgumentException($"The similarity of a point to itself must be finite, but it is {SelfSimilarity}.");
    }
}

/// <summary>Clusters by density.</summary>
/// <param name="Labels">[n]: 0, the largest, and on; <see cref="Noise"/> for points of no cluster.</param>
/// <param name="Strengths">[n]: from 0, noise, to 1: how deep within its cluster a point lies, the distance at which the cluster's core forms over that at which the point joins.</param>
/// <param name="Stabilities">[clusters]: the excess of mass, the sum over its points of how much denser they join than the cluster begins; a cluster that stands out has much.</param>
public sealed record HdbscanResult(int[] Labels, double[] Strengths, double[] Stabilities)
{
    /// <summary>The label of points of no cluster.</summary>
    public const int Noise = -1;

    /// <summary>How many clusters there are.</summary>
    public int Count => Stabilities.Length;

    /// <summary>How many points belong to none.</summary>
    public int NoisePoints => Labels.Count(label => label == Noise);

    /// <summary>The labels with each point of no cluster as a cluster of its own, [n]: 0 and on.</summary>
    public int[] WithNoiseAsSingletons()
    {
        var next = Count;
        return [.. Labels.Select(label => label == Noise ? next++ : label)];
    }

    internal static HdbscanResult AllNoise(int points) => new([.. Enumerable.Repeat(Noise, points)], new double[points], []);
}
