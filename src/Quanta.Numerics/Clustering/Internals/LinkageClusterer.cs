using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Internals;

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
