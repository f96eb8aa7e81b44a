using Quanta.Discovery.Runs;
using Quanta.Numerics.Clustering;

namespace Quanta.Discovery.Clusters;

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
