using System.Globalization;
using System.Text.Json.Serialization;
using Quanta.Discovery.Runs;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Clustering.Density;

namespace Quanta.Discovery.Clusters;

/// <summary>Clusters of a similarity matrix for a list of cluster counts.</summary>
public sealed record ClusterOptions
{
    private const string Count = "-k", Chosen = "-chosen";

    /// <summary>The published counts (Michaud et al. 2023: there is no 1300).</summary>
    public static IReadOnlyList<int> PublishedCounts { get; } =
        [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 125, 150, 175, 200, 225, 250, 275, 300, 350, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200, 1400, 1500];

    /// <summary>The name of one of <see cref="Clusterers"/>; "spectral" is the published one.</summary>
    public string Clusterer { get; init; } = "spectral";

    public Affinity Affinity { get; init; } = Affinity.Angular;

    /// <summary>Cluster counts, each at least 1 and at most the number of points; of a clusterer that chooses its own, <see cref="ClustererOptions.ChosenCount"/> alone.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>k-means restarts, of which the one with the least inertia counts; of no use to clusterers without k-means.</summary>
    public int Restarts { get; init; } = 30;

    public ulong Seed { get; init; }

    /// <summary>What counts as dense; null where clusters are not found by density, or for the defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DensityOptions? Density { get; init; }

    /// <summary>So many other seeds, and as many random parts of the tokens, are clustered as well to see whether the clusters stay; 0: none.</summary>
    public int StabilityRuns { get; init; } = 2;

    /// <summary>On so many planted matrices the bias of the rank-size slope is measured; 0: on none.</summary>
    public int CalibrationMatrices { get; init; }

    /// <summary>Counts for a clusterer: its own, or the published ones that suit so many points.</summary>
    public static IReadOnlyList<int> DefaultCounts(string clusterer, int points) =>
        Clusterers.Get(clusterer).ChoosesCount ? [ClustererOptions.ChosenCount] : DefaultCounts(points);

    /// <summary>The published counts up to half the number of points: beyond that, clusters are hardly more than their tokens.</summary>
    public static IReadOnlyList<int> DefaultCounts(int points)
    {
        var counts = PublishedCounts.Where(k => k <= points / 2).ToList();
        return counts.Count > 0 ? counts : [Math.Max(points / 2, 1)];
    }

    /// <summary>The name of a clustering's file without .npy, e.g. "spectral-angular-k400".</summary>
    public string NameOf(int count) => NameOf(Name, count);

    /// <summary>The same by the name of all clusterings that were made together.</summary>
    public static string NameOf(string clusterings, int count) => clusterings + (count == ClustererOptions.ChosenCount ? Chosen : $"{Count}{count}");

    /// <summary>The count in a clustering's name; null where the name is not one of these clusterings.</summary>
    public static int? CountOf(string clusterings, string name)
    {
        if (!name.StartsWith(clusterings, StringComparison.Ordinal)) return null;
        var rest = name[clusterings.Length..];
        if (rest == Chosen) return ClustererOptions.ChosenCount;
        return rest.StartsWith(Count, StringComparison.Ordinal) && int.TryParse(rest.AsSpan(Count.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count : null;
    }

    /// <summary>E.g. "spectral-angular".</summary>
    public string Name => $"{Clusterer}-{Affinity.ToString().ToLowerInvariant()}";

    /// <summary>What the clusterer is told.</summary>
    internal ClustererOptions Search(Computation computation) =>
        new(Counts)
        {
            Restarts = Restarts,
            Seed = Seed,
            Threads = computation.Threads,
            MemoryBytes = computation.MemoryBytes,
            Density = DensityOptions.ToSearch(Density),
        };

    internal void Validate(int points)
    {
        var choosesCount = Clusterers.Get(Clusterer).ChoosesCount;
        if (Density is not null && !choosesCount) throw new ArgumentException($"{Clusterer} does not find clusters by density: it takes no least size and no neighbours.");
        if (Density is { MinimumSize: < 2 } or { Neighbours: < 1 })
            throw new ArgumentException($"A cluster has at least 2 tokens and density at least 1 neighbour, but {Density.MinimumSize} and {Density.Neighbours} were asked for.");
        CheckCounts(Clusterer, choosesCount, Counts, points);
        if (StabilityRuns < 0 || CalibrationMatrices < 0)
            throw new ArgumentException($"The numbers of stability runs and calibration matrices must not be negative, but they are {StabilityRuns} and {CalibrationMatrices}.");
        if (Restarts < 1) throw new ArgumentException($"k-means needs at least 1 restart, but {Restarts} were asked for.");
    }

    /// <summary>Refuses counts that a clusterer does not take, or that the points do not allow.</summary>
    internal static void CheckCounts(string clusterer, bool choosesCount, IReadOnlyList<int> counts, int points)
    {
        if (choosesCount && counts is not [ClustererOptions.ChosenCount])
            throw new ArgumentException($"{clusterer} chooses the number of clusters itself: it takes no counts, but {string.Join(", ", counts)} was given.");
        if (counts.Count == 0) throw new ArgumentException("At least one cluster count is needed.");
        foreach (var count in counts)
            if (!choosesCount && (count < 1 || count > points))
                throw new ArgumentException($"A cluster count must be from 1 to the number of points, {points}, but one is {count}.");
    }
}

/// <summary>What counts as dense, and as a cluster (<see cref="Numerics.Clustering.Density.HdbscanOptions"/>).</summary>
/// <param name="MinimumSize">The fewest tokens of a cluster.</param>
/// <param name="Neighbours">A token lies as dense as its nearest other of this number is near.</param>
public sealed record DensityOptions(int MinimumSize, int Neighbours)
{
    /// <summary>What a clusterer is told; the defaults for null.</summary>
    internal static HdbscanOptions ToSearch(DensityOptions? options) => options is null ? new() : new() { Neighbours = options.Neighbours, MinimumSize = options.MinimumSize };
}

/// <summary>What similarity becomes before it is clustered.</summary>
public enum Affinity
{
    /// <summary>A = 1 - arccos(clamp(C, -1, 1)) / pi of the cosine matrix: orthogonal gradients have 0.5. The published one.</summary>
    Angular,

    /// <summary>The cosine matrix of absolute values, as it is.</summary>
    Absolute,

    /// <summary>A matrix that the user brings, as it is.</summary>
    Given,

    /// <summary>No matrix: nearest neighbours, or the vectors themselves (<see cref="Neighbours.NeighbourClusterStage"/>).</summary>
    Neighbours,
}
