using System.Numerics.Tensors;
using Quanta.Numerics.Clustering.Internals;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering;

/// <summary>Agglomerative clustering on the distance 1 - similarity.</summary>
/// <remarks>A constant added to all distances changes no merge, so -similarity is what is merged: 1 - similarity would round small similarities away.</remarks>
public static class Linkage
{
    /// <summary>Builds the whole tree: O(n^2) time, one float32 copy of the matrix.</summary>
    /// <param name="similarity">[n, n], symmetric (the lower triangle counts), finite, unit column stride; not changed. The diagonal is not
    /// used.</param>
    /// <param name="method">The distance between clusters.</param>
    /// <param name="progress">Fraction of the merges done.</param>
    /// <param name="cancellation">Stops between merges.</param>
    /// <exception cref="ArgumentException">The matrix is not square or not finite.</exception>
    public static Dendrogram Build(
        MatrixView similarity, LinkageMethod method, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        SimilarityCheck.Square(similarity);
        SimilarityCheck.Finite(similarity, threads: 1);
        using var distances = new Matrix(similarity.RowCount, similarity.ColumnCount);
        for (var i = 0; i < distances.Rows; i++)
        {
            var row = distances.Row(i);
            TensorPrimitives.Negate(similarity.RowSpan(i), row);
            for (var j = i + 1; j < row.Length; j++) row[j] = -similarity[j, i];
            row[i] = float.PositiveInfinity;
        }
        return method switch
        {
            LinkageMethod.Average => new NearestNeighbourChain<AverageDistance>(distances).Build(progress, cancellation),
            _ => new NearestNeighbourChain<CompleteDistance>(distances).Build(progress, cancellation),
        };
    }
}

/// <summary>The distance between two clusters.</summary>
public enum LinkageMethod
{
    /// <summary>The mean distance of their pairs of points (UPGMA).</summary>
    Average,

    /// <summary>The largest distance of their pairs of points.</summary>
    Complete,
}

/// <summary>The merges of a hierarchical clustering of n points.</summary>
public sealed class Dendrogram
{
    private readonly int _points;

    internal Dendrogram(int points, IEnumerable<Merge> merges)
    {
        _points = points;
        Merges = [.. merges.OrderByDescending(merge => merge.Similarity)];
    }

    /// <summary>[n - 1], by ascending height.</summary>
    public IReadOnlyList<Merge> Merges { get; }

    /// <summary>The clustering into the given number of clusters: all merges but the last <paramref name="count"/> - 1.</summary>
    /// <returns>[n]: 0 to count - 1, in the order of first appearance.</returns>
    /// <exception cref="ArgumentException">The count does not lie in 1 ... n.</exception>
    public int[] Cut(int count)
    {
        if (count < 1 || count > _points)
            throw new ArgumentException($"{_points} points can form 1 to {_points} clusters, but {count} were asked for.", nameof(count));
        var parent = Enumerable.Range(0, _points).ToArray();
        foreach (var merge in Merges.Take(_points - count)) parent[Root(parent, merge.First)] = Root(parent, merge.Second);
        var numbers = new Dictionary<int, int>();
        var labels = new int[_points];
        for (var i = 0; i < _points; i++)
        {
            var root = Root(parent, i);
            if (!numbers.TryGetValue(root, out var number)) numbers[root] = number = numbers.Count;
            labels[i] = number;
        }
        return labels;
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    }
}

/// <summary>One step of a hierarchical clustering.</summary>
/// <param name="First">A point of one of the two clusters.</param>
/// <param name="Second">A point of the other.</param>
/// <param name="Similarity">Of the two clusters: the mean or the least of their pairs' similarities.</param>
public readonly record struct Merge(int First, int Second, float Similarity)
{
    /// <summary>The distance of the two clusters, 1 - similarity.</summary>
    public double Height => 1.0 - Similarity;
}

/// <summary>One tree, cut at each count.</summary>
internal sealed class LinkageClusterer(string name, string description, LinkageMethod method) : IClusterer
{
    public string Name => name;

    public string Description => description;

    /// <summary>A copy of the matrix, and the merges.</summary>
    public long NeedBytes(int points, ClustererOptions options) => 4L * points * points + 200L * points;

    public ClusteringResult Cluster(
        MatrixView similarity, ClustererOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        SimilarityCheck.Square(similarity);
        SimilarityCheck.Counts(options, similarity.RowCount);
        var tree = Linkage.Build(similarity, method, progress, cancellation);
        var sets = options.Collect(tree.Cut);
        return new ClusteringResult(sets, [], $"The tree of {similarity.RowCount} points was cut at {sets.Length} numbers of clusters.");
    }
}
