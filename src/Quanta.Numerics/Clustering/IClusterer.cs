using Quanta.Numerics.Clustering.Communities;
using Quanta.Numerics.Clustering.Density;
using Quanta.Numerics.Clustering.Internals;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering;

/// <summary>A way to cluster points of which the similarities are given. Implementations stand in <see cref="Clusterers"/>.</summary>
public interface IClusterer
{
    /// <summary>The name by which it is chosen and recorded, e.g. "average-linkage".</summary>
    string Name { get; }

    /// <summary>One sentence: what it does and when it is the right choice.</summary>
    string Description { get; }

    /// <summary>Whether the seed makes a difference.</summary>
    bool IsRandom => false;

    /// <summary>Whether it finds the number of clusters itself: it is asked for <see cref="ClustererOptions.ChosenCount"/>.</summary>
    bool ChoosesCount => false;

    /// <summary>Whether it makes a tree of merges: <see cref="ClusteringResult.Tree"/>.</summary>
    bool MakesTree => false;

    /// <summary>The bytes that clustering takes beyond the similarity matrix, at least.</summary>
    /// <param name="points">n.</param>
    /// <param name="options">How many clusters, how many threads.</param>
    long NeedBytes(int points, ClustererOptions options);

    /// <summary>Clusters into each of the wanted numbers of clusters, sharing whatever work they have in common.</summary>
    /// <param name="similarity">[n, n], symmetric and finite, greater for more similar points, unit column stride. Some clusterers need
    /// it not to be negative. The diagonal is not used; it may be 0 meanwhile, and is put back. Its scale does not matter.</param>
    /// <param name="options">How many clusters.</param>
    /// <param name="product">Multiplies matrices; may be called from several threads at once.</param>
    /// <param name="progress">Fraction done.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="ArgumentException">The matrix is not as required, or a count does not lie in 1 ... n.</exception>
    ClusteringResult Cluster(
        MatrixView similarity, ClustererOptions options, IMatrixProduct product, IProgress<double>? progress = null,
        CancellationToken cancellation = default);
}

/// <summary>What every clusterer of <see cref="Clusterers"/> is told.</summary>
/// <param name="Counts">The numbers of clusters wanted, each 1 to n, in any order; <see cref="ChosenCount"/> alone for clusterers that choose it.</param>
/// <remarks>Clusterings are of <see cref="Counts"/> without <see cref="Known"/>.</remarks>
public sealed record ClustererOptions(IReadOnlyList<int> Counts)
{
    /// <summary>Stands for the number of clusters that a clusterer chooses itself.</summary>
    public const int ChosenCount = 0;

    /// <summary>What counts as dense, where clusters are found by density; its similarity of a point to itself is taken from the matrix.</summary>
    public HdbscanOptions Density { get; init; } = new();

    /// <summary>What communities are, where they are sought.</summary>
    public LeidenOptions Communities { get; init; } = new();

    /// <summary>Starts of k-means, where it is used.</summary>
    public int Restarts { get; init; } = 30;

    /// <summary>Names the random numbers, where there are any.</summary>
    public ulong Seed { get; init; }

    /// <summary>Counts whose clusterings are at hand, from an interrupted job: they are not computed again, but count for the work that is shared.</summary>
    public IReadOnlySet<int> Known { get; init; } = new HashSet<int>();

    /// <summary>Is given each clustering when it is found, so that it can be saved before the others are.</summary>
    public Action<ClusterSet>? Found { get; init; }

    /// <summary>The number of threads to use; the labels do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>So many other seeds, <see cref="Seed"/> + 1 and on, cluster as well, into each count whether known or not; where a clusterer draws nothing, none.</summary>
    public int OtherSeeds { get; init; }

    /// <summary>Bytes to hold beyond the similarity matrix: no less than <see cref="IClusterer.NeedBytes"/> are taken. The labels do not depend on it.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    /// <summary>The clusterings of the counts that are not known, each handed to <see cref="Found"/> as it is made.</summary>
    internal ClusterSet[] Collect(Func<int, int[]> labelsOf)
    {
        var sets = new List<ClusterSet>();
        foreach (var count in Counts.Where(count => !Known.Contains(count))) sets.Add(Hand(count, labelsOf(count)));
        return [.. sets];
    }

    /// <summary>Ranks the labels of a clustering and hands it to <see cref="Found"/>.</summary>
    internal ClusterSet Hand(int count, int[] labels)
    {
        var set = new ClusterSet(count, ClusterLabels.RankBySize(labels));
        Found?.Invoke(set);
        return set;
    }
}

/// <summary>The clusterings of one matrix into the numbers of clusters that were asked for.</summary>
/// <param name="Clusterings">One for each count, in the order of the options.</param>
/// <param name="Eigenvalues">Of the normalised affinity, descending, where the clusterer is spectral; else empty.</param>
/// <param name="Summary">One sentence on how it went; names what did not converge.</param>
public sealed record ClusteringResult(IReadOnlyList<ClusterSet> Clusterings, IReadOnlyList<double> Eigenvalues, string Summary)
{
    /// <summary>For each count of the options the labels, [n] each, that the other seeds give; empty lists where the clusterer draws nothing.</summary>
    public IReadOnlyList<IReadOnlyList<int[]>> OtherSeeds { get; init; } = [];

    /// <summary>The merges of which the clusterings are cuts; null where the clusterer makes none.</summary>
    public Dendrogram? Tree { get; init; }
}

/// <summary>One clustering.</summary>
/// <param name="Count">The number of clusters asked for; fewer may hold points where points coincide.</param>
/// <param name="Labels">[n]: ranked by size, 0 the largest (<see cref="ClusterLabels.RankBySize"/>).</param>
public sealed record ClusterSet(int Count, int[] Labels);

/// <summary>The registry of clusterers: the command line, tests and benchmarks enumerate it.</summary>
public static class Clusterers
{
    /// <summary>Every clusterer, the published one first.</summary>
    public static IReadOnlyList<IClusterer> All { get; } =
    [
        new SpectralClusterer(
            "spectral",
            "The published method: Laplacian eigenmaps and k-means. Splits large clusters and merges small ones where sizes differ much.",
            new EmbeddedKMeans(normalizeRows: false)),
        new SpectralClusterer(
            "spectral-normalized",
            "Laplacian eigenmaps with rows of unit length (Ng, Jordan and Weiss 2001) and k-means.",
            new EmbeddedKMeans(normalizeRows: true)),
        new SpectralClusterer(
            "cluster-qr",
            "Laplacian eigenmaps and a pivoted QR factorisation (Damle, Minden and Ying 2019): no randomness, no iteration.",
            new ClusterQr()),
        new LinkageClusterer(
            "average-linkage",
            "Merges the two clusters of greatest mean similarity; keeps very unequal sizes apart.",
            LinkageMethod.Average),
        new LinkageClusterer(
            "complete-linkage",
            "Merges the two clusters whose least similar points are most similar; gives compact clusters.",
            LinkageMethod.Complete),
        new ConductanceClusterer(),
        new HdbscanClusterer(),
        new PersistentLinkageClusterer(),
    ];

    /// <summary>Those that cluster into any number of clusters that is asked for.</summary>
    public static IEnumerable<IClusterer> OfCounts => All.Where(clusterer => !clusterer.ChoosesCount);

    /// <summary>The clusterer of the given name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IClusterer Get(string name) =>
        All.FirstOrDefault(clusterer => clusterer.Name == name)
        ?? throw new ArgumentException(
            $"There is no clusterer '{name}'; there are {string.Join(", ", All.Select(clusterer => clusterer.Name))}.", nameof(name));
}
