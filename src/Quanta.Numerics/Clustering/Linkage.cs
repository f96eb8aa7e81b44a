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

/// <summary>One tree, cut at each count.</summary>
internal sealed class LinkageClusterer(string name, string description, LinkageMethod method) : IClusterer
{
    public string Name => name;

    public string Description => description;

    public bool MakesTree => true;

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
        return new ClusteringResult(sets, [], $"The tree of {similarity.RowCount} points was cut at {sets.Length} numbers of clusters.") { Tree = tree };
    }
}

/// <summary>The tree of mean similarities, cut where clusters persist: no number of clusters is asked for.</summary>
internal sealed class PersistentLinkageClusterer : IClusterer
{
    public string Name => "persistent-linkage";

    public string Description => "The tree of average-linkage, cut into the clusters that last longest; finds their number itself, and leaves points of none alone.";

    public bool ChoosesCount => true;

    public bool MakesTree => true;

    /// <summary>A copy of the matrix, and the merges.</summary>
    public long NeedBytes(int points, ClustererOptions options) => 4L * points * points + 400L * points;

    public ClusteringResult Cluster(
        MatrixView similarity, ClustererOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        SimilarityCheck.Square(similarity);
        var tree = Linkage.Build(similarity, LinkageMethod.Average, progress, cancellation);
        var found = tree.Persistent(options.Density.MinimumSize);
        var sets = options.Collect(_ => found.WithNoiseAsSingletons());
        var summary = $"{found.Count} clusters of at least {options.Density.MinimumSize} points persist in the tree; {found.NoisePoints:N0} of {similarity.RowCount:N0} points belong to none "
            + "and are clusters of one.";
        return new ClusteringResult(sets, [], summary) { Tree = tree };
    }
}
