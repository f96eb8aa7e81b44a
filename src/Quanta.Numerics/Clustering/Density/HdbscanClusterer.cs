using Quanta.Numerics.Clustering.Internals;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Density;

/// <summary>Clusters by density, noise as clusters of one point. Distance is what a similarity lacks of the largest.</summary>
internal sealed class HdbscanClusterer : IClusterer
{
    public string Name => "hdbscan";

    public string Description => "Dense regions of any number and unequal sizes (HDBSCAN); points of none are clusters of their own. It takes no counts.";

    public bool ChoosesCount => true;

    public long NeedBytes(int points, ClustererOptions options) => 400L * points;

    public ClusteringResult Cluster(
        MatrixView similarity, ClustererOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        foreach (var count in options.Counts.Where(count => count != ClustererOptions.ChosenCount))
            throw new ArgumentException($"{Name} chooses the number of clusters itself, but {count} were asked for.", nameof(options));
        SimilarityCheck.Square(similarity);
        var density = options.Density with { SelfSimilarity = Largest(similarity) };
        var found = Hdbscan.Cluster(similarity, density, progress, cancellation);
        var sets = options.Collect(_ => found.WithNoiseAsSingletons());
        var summary = $"{found.Count:N0} clusters of at least {density.MinimumSize} points by density; {found.NoisePoints:N0} of {similarity.RowCount:N0} points belong to none "
            + "and are clusters of one.";
        return new ClusteringResult(sets, [], summary);
    }

    private static double Largest(MatrixView similarity)
    {
        var largest = float.NegativeInfinity;
        for (var i = 0; i < similarity.RowCount; i++)
            foreach (var value in similarity.Row(i)) largest = Math.Max(largest, value);
        return float.IsFinite(largest) ? largest : 0;
    }
}
