using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Clusters;

/// <summary>Clusters one matrix for all counts and saves labels as they are found.</summary>
internal sealed class ClusterJob(ClusterOptions options, string folder, Computation computation, IStageObserver observer, CancellationToken cancellation)
{
    private const int Percent = 100;

    /// <summary>Finds the labels that are not there yet, and measures all.</summary>
    /// <param name="similarity">[n, n]; becomes the affinity.</param>
    /// <param name="given">Labels to compare with, [n], or null.</param>
    /// <param name="keepFinished">Take labels that are there.</param>
    public (ClusteringQuality[] Quality, RankSizeEstimate RankSize) Run(Matrix similarity, int[]? given, bool keepFinished)
    {
        using var cosines = Copy(similarity);
        if (options.Affinity == Affinity.Angular) AngularAffinity.Apply(similarity, computation.Threads);
        var known = keepFinished ? options.Counts.Where(k => File.Exists(PathOf(k))).ToHashSet() : [];
        Cluster(similarity, known);
        int[][] labels = [.. options.Counts.Select(count => Npy.Read(PathOf(count)).ToInt32())];
        var quality = new QualityJob(options, cosines, similarity, labels, computation, observer, cancellation).Run(given);
        return (quality, new RankSizeJob(options, labels, computation, observer, cancellation).Run(quality));
    }

    private void Cluster(Matrix affinity, HashSet<int> known)
    {
        using var progress = observer.Begin($"{options.Clusterer} clusters", Percent, "percent");
        var fraction = new FractionProgress(progress, Percent);
        var search = options.Search(computation.Threads) with { Known = known, Found = Save };
        var result = Clusterers.Get(options.Clusterer).Cluster(affinity.View, search, computation.Product, fraction, cancellation);
        fraction.Report(1);
        Npy.Write<double>(Path.Combine(folder, ClusterStage.SpectrumFile(options.Name)), [.. result.Eigenvalues], result.Eigenvalues.Count);
        observer.Note(result.Summary);
    }

    private void Save(ClusterSet clusters) => Npy.Write<int>(PathOf(clusters.Count), clusters.Labels, clusters.Labels.Length);

    private string PathOf(int count) => Path.Combine(folder, options.NameOf(count) + ".npy");

    private static Matrix Copy(Matrix source)
    {
        var copy = new Matrix(source.Rows, source.Columns);
        for (var row = 0; row < source.Rows; row++) source.Row(row).CopyTo(copy.Row(row));
        return copy;
    }
}
