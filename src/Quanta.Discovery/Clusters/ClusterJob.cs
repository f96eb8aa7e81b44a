using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Clusters;

/// <summary>Clusters one matrix for all counts and saves labels as they are found.</summary>
/// <param name="similarityPath">The matrix, [n, n]. It is held once: it becomes the affinity, and is read again to be measured.</param>
/// <param name="options">How.</param>
/// <param name="folder">Where the labels go.</param>
/// <param name="computation">What computes.</param>
/// <param name="observer">Is told of progress.</param>
/// <param name="cancellation">Stops between iterations.</param>
internal sealed class ClusterJob(
    string similarityPath, ClusterOptions options, string folder, Computation computation, IStageObserver observer, CancellationToken cancellation)
{
    private const int Percent = 100;

    /// <summary>Finds the labels that are not there yet, and measures all.</summary>
    /// <param name="given">Labels to compare with, [n], or null.</param>
    /// <param name="keepFinished">Take labels that are there.</param>
    public (ClusteringQuality[] Quality, RankSizeEstimate RankSize) Run(int[]? given, bool keepFinished)
    {
        var (qualities, labels) = ClusterAndMeasure(given, keepFinished);
        return (qualities, new RankSizeJob(options, labels, computation, observer, cancellation).Run(qualities));
    }

    private (ClusteringQuality[] Qualities, int[][] Labels) ClusterAndMeasure(int[]? given, bool keepFinished)
    {
        using var matrix = SimilarityFile.Read(similarityPath);
        // Cosines have their own unit, 1; a matrix that the user brings has none.
        var structure = SimilarityStructure.Of(matrix.View, options.Affinity == Affinity.Given ? null : 1, computation.Threads, cancellation);
        var points = new ClusteredPoints(structure);
        foreach (var note in points.Notes(options.Counts)) observer.Note(note);
        var affinity = points.Compact(matrix);
        if (options.Affinity == Affinity.Angular) AngularAffinity.Apply(affinity, computation.Threads);
        var search = Search(points, matrix.Rows);
        var found = Cluster(affinity, search with { Known = keepFinished ? Known(search, points) : search.Known }, points);
        int[][] labels = [.. options.Counts.Select(count => points.Restrict(Npy.Read(PathOf(count)).ToInt32()))];
        var job = new QualityJob(options, search, [.. options.Counts.Select(count => Place(search, points.Clusters(count)))], labels, computation, observer, cancellation);
        var onAffinity = job.Measure(affinity);
        var (seeds, parts) = options.StabilityRuns > 0 ? (job.OverSeeds(found.OtherSeeds), job.OverSubsamples(affinity)) : (null, null);
        var onSimilarity = options.Affinity == Affinity.Angular ? job.Measure(Reread(matrix, points)) : onAffinity;
        return (job.Combine(onSimilarity, onAffinity, seeds, parts, given is null ? null : Known(points.Restrict(given), affinity), points.Structure), labels);
    }

    /// <summary>Known labels, and how well the affinity tells them apart; it orders pairs as the similarity does.</summary>
    private static (int[] Labels, double? Auc) Known(int[] labels, MatrixView affinity) =>
        (labels, FiniteNumber.OrNull(RocArea.MeanOf(labels, (i, row) => affinity.Row(i).CopyTo(row)).Mean));

    /// <summary>What the clusterer is told: fewer clusters where there are fewer different rows.</summary>
    private ClustererOptions Search(ClusteredPoints points, int rows) => options.Search(computation) with
    {
        Counts = [.. options.Counts.Select(points.Clusters).Distinct()],
        OtherSeeds = options.StabilityRuns,
        MemoryBytes = ClusterMemory.Left(rows, options, computation),
    };

    private HashSet<int> Known(ClustererOptions search, ClusteredPoints points) =>
        [.. search.Counts.Where(clusters => options.Counts.Where(count => points.Clusters(count) == clusters).All(count => File.Exists(PathOf(count))))];

    private static int Place(ClustererOptions search, int clusters) => search.Counts.Index().First(pair => pair.Item == clusters).Index;

    private ClusteringResult Cluster(MatrixView affinity, ClustererOptions search, ClusteredPoints points)
    {
        using var progress = observer.Begin($"{options.Clusterer} clusters", Percent, "percent");
        var fraction = new FractionProgress(progress, Percent);
        var result = Clusterers.Get(options.Clusterer).Cluster(affinity, search with { Found = set => Save(set, points) }, computation.Product, fraction, cancellation);
        fraction.Report(1);
        Npy.Write<double>(Path.Combine(folder, ClusterStage.SpectrumFile(options.Name)), [.. result.Eigenvalues], result.Eigenvalues.Count);
        if (result.Tree is { } tree) WriteTree(points.Expand(tree));
        observer.Note(result.Summary);
        return result;
    }

    private void WriteTree(double[] table)
    {
        const int columns = 4;
        Npy.Write<double>(Path.Combine(folder, ClusterStage.TreeFile(options.Name)), table, table.Length / columns, columns);
    }

    private void Save(ClusterSet clusters, ClusteredPoints points)
    {
        var labels = points.Expand(clusters.Labels);
        foreach (var count in options.Counts.Where(count => points.Clusters(count) == clusters.Count)) Npy.Write<int>(PathOf(count), labels, labels.Length);
    }

    private MatrixView Reread(Matrix matrix, ClusteredPoints points)
    {
        SimilarityFile.ReadInto(similarityPath, matrix);
        return points.Compact(matrix);
    }

    private string PathOf(int count) => Path.Combine(folder, options.NameOf(count) + ".npy");
}

/// <summary>What clustering a matrix holds in memory at once.</summary>
internal static class ClusterMemory
{
    /// <summary>The bytes needed at least: the matrix, which becomes the affinity in place, and the clusterer's own, or those of a part of it as well.</summary>
    public static long NeedBytes(int points, ClusterOptions options, Computation computation)
    {
        var (clusterer, search) = (Clusterers.Get(options.Clusterer), options.Search(computation) with { MemoryBytes = 0 });
        var need = clusterer.NeedBytes(points, search);
        if (options.StabilityRuns > 0 && QualityJob.PartOf(points) is var part && part >= options.Counts.Max())
            need = Math.Max(need, MatrixBytes(part) + clusterer.NeedBytes(part, search));
        if (options.CalibrationMatrices > 0) need += RankSizeJob.PlantedBytes(points);
        return MatrixBytes(points) + need + LabelBytes(points, options);
    }

    /// <summary>What is left for the clusterer beside the matrix.</summary>
    public static long Left(int points, ClusterOptions options, Computation computation) =>
        computation.MemoryBytes - MatrixBytes(points) - LabelBytes(points, options);

    /// <summary>Refuses what needs more than is allowed.</summary>
    /// <exception cref="ArgumentException">It does.</exception>
    public static void Check(int points, ClusterOptions options, Computation computation)
    {
        var need = NeedBytes(points, options, computation);
        if (need > computation.MemoryBytes)
            throw new ArgumentException(
                $"Clustering {points:N0} points by {options.Clusterer} needs {Gigabytes.Of(need)}, but {Gigabytes.Of(computation.MemoryBytes)} are allowed. "
                + "Raise --memory, or cluster fewer points.");
    }

    private static long MatrixBytes(int points) => sizeof(float) * (long)points * points;

    private static long LabelBytes(int points, ClusterOptions options) => (sizeof(int) * (options.Counts.Count * (2L + options.StabilityRuns) + 8) + 64L) * points;
}
