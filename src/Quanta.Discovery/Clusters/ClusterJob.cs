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
    /// <param name="keepFinished">Take labels that are there.</param>
    public ClusteringQuality[] Run(Matrix similarity, bool keepFinished)
    {
        using var cosines = Copy(similarity);
        if (options.Affinity == Affinity.Angular) AngularAffinity.Apply(similarity, computation.Threads);
        var known = keepFinished ? options.Counts.Where(k => File.Exists(PathOf(k))).ToHashSet() : [];
        Cluster(similarity, known);
        return Measure(cosines, similarity);
    }

    private ClusteringQuality[] Measure(Matrix similarity, Matrix affinity)
    {
        using var progress = observer.Begin("cluster quality", options.Counts.Count, "clusterings");
        var qualities = new List<ClusteringQuality>();
        foreach (var count in options.Counts)
        {
            qualities.Add(ClusteringQuality.Measure(count, Npy.Read(PathOf(count)).ToInt32(), similarity, affinity, computation.Threads, cancellation));
            progress.Advance(1);
        }
        return [.. qualities];
    }

    private void Cluster(Matrix affinity, HashSet<int> known)
    {
        using var progress = observer.Begin($"{options.Clusterer} clusters", Percent, "percent");
        var fraction = new FractionProgress(progress, Percent);
        var search = new ClustererOptions(options.Counts) { Restarts = options.Restarts, Seed = options.Seed, Threads = computation.Threads, Known = known, Found = Save };
        var result = Clusterers.Get(options.Clusterer).Cluster(affinity.View, search, computation.Product, fraction, cancellation);
        fraction.Report(1);
        Npy.Write<double>(Path.Combine(folder, $"{options.Name}-spectrum.npy"), [.. result.Eigenvalues], result.Eigenvalues.Count);
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
