using Quanta.Numerics.Clustering.Communities;
using Quanta.Numerics.Clustering.Density;
using Quanta.Numerics.Clustering.Spherical;
using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering;

/// <summary>A way to cluster vectors of which no matrix of similarities is made. Implementations stand in <see cref="NeighbourClusterers"/>.</summary>
public interface INeighbourClusterer
{
    /// <summary>The name by which it is chosen and recorded.</summary>
    string Name { get; }

    /// <summary>One sentence: what it does and when it is the right choice.</summary>
    string Description { get; }

    /// <summary>Whether it finds the number of clusters itself: it is asked for <see cref="ClustererOptions.ChosenCount"/>.</summary>
    bool ChoosesCount => true;

    /// <summary>Whether it takes the graph of nearest neighbours; else it takes the vectors.</summary>
    bool TakesGraph => true;

    /// <summary>The bytes that clustering takes beyond the graph.</summary>
    /// <param name="count">n.</param>
    /// <param name="dimensions">d.</param>
    /// <param name="width">k: neighbours of each vector.</param>
    /// <param name="options">How many clusters, how many threads.</param>
    long NeedBytes(int count, int dimensions, int width, ClustererOptions options);

    /// <summary>Clusters into each of the wanted numbers of clusters.</summary>
    /// <param name="data">The vectors, or their neighbours.</param>
    /// <param name="options">How many clusters.</param>
    /// <param name="product">Multiplies matrices; called from several threads at once.</param>
    /// <param name="progress">Told in a sentence of each step of a long search.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>Labels of all vectors; those of no cluster are clusters of one.</returns>
    /// <exception cref="ArgumentException">The data are not as required, or a count does not lie in 1 ... n.</exception>
    ClusteringResult Cluster(NeighbourData data, ClustererOptions options, IMatrixProduct product, IProgress<string>? progress = null, CancellationToken cancellation = default);
}

/// <summary>What <see cref="INeighbourClusterer"/> clusters.</summary>
/// <param name="Vectors">[n, d]: read by those that take no graph.</param>
/// <param name="Graph">The nearest neighbours; null where they were not sought.</param>
public sealed record NeighbourData(IVectorRows Vectors, NeighbourGraph? Graph)
{
    internal NeighbourGraph RequiredGraph => Graph ?? throw new ArgumentException("The nearest neighbours of the vectors are needed, but only the vectors were given.");
}

/// <summary>The registry of clusterers that take vectors or their neighbours.</summary>
public static class NeighbourClusterers
{
    public static IReadOnlyList<INeighbourClusterer> All { get; } = [new NeighbourHdbscanClusterer(), new LeidenClusterer(), new SphericalKMeansClusterer()];

    /// <summary>The clusterer of the given name; null where there is none.</summary>
    public static INeighbourClusterer? Find(string name) => All.FirstOrDefault(clusterer => clusterer.Name == name);

    /// <summary>The clusterer of the given name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static INeighbourClusterer Get(string name) => Find(name)
        ?? throw new ArgumentException($"There is no clusterer '{name}' of nearest neighbours; there are {string.Join(", ", All.Select(clusterer => clusterer.Name))}.", nameof(name));
}

/// <summary>Clusters by density on nearest neighbours.</summary>
internal sealed class NeighbourHdbscanClusterer : INeighbourClusterer
{
    public string Name => "hdbscan";

    public string Description => "Dense regions of any number and unequal sizes (HDBSCAN); vectors of none are clusters of their own.";

    public long NeedBytes(int count, int dimensions, int width, ClustererOptions options) => SymmetricGraph.Bytes(count, width) + 32L * count * width + 500L * count;

    public ClusteringResult Cluster(NeighbourData data, ClustererOptions options, IMatrixProduct product, IProgress<string>? progress, CancellationToken cancellation)
    {
        var found = Hdbscan.Cluster(data.RequiredGraph, options.Density, cancellation);
        var summary = $"{found.Count:N0} clusters of at least {options.Density.MinimumSize} points by density; {found.NoisePoints:N0} of {found.Labels.Length:N0} points belong to none and are "
            + "clusters of one.";
        return new(options.Collect(_ => found.WithNoiseAsSingletons()), [], summary);
    }
}

/// <summary>Communities of the graph of nearest neighbours.</summary>
internal sealed class LeidenClusterer : INeighbourClusterer
{
    public string Name => "leiden";

    public string Description => "Communities of the graph of nearest neighbours (Leiden), finer with a higher resolution; every vector with neighbours belongs to one.";

    public long NeedBytes(int count, int dimensions, int width, ClustererOptions options) => Leiden.NeedBytes(count, width);

    public ClusteringResult Cluster(NeighbourData data, ClustererOptions options, IMatrixProduct product, IProgress<string>? progress, CancellationToken cancellation)
    {
        var search = options.Communities with { Seed = options.Seed };
        var found = Leiden.Cluster(data.RequiredGraph, search, cancellation);
        var kind = search.Quality == LeidenQuality.Modularity ? "modularity" : "the constant Potts model's quality";
        var summary = $"{found.Count:N0} communities at resolution {search.Resolution}; {kind} {found.Quality:0.0000} after {found.Iterations} iterations"
            + (found.Converged ? "." : ", which did not converge.");
        return new(options.Collect(_ => found.Labels), [], summary);
    }
}

/// <summary>Spherical k-means on the vectors.</summary>
internal sealed class SphericalKMeansClusterer : INeighbourClusterer
{
    public string Name => "k-means";

    public string Description => "k-means of the vectors' directions, for any numbers of clusters; it takes no graph.";

    public bool ChoosesCount => false;

    public bool TakesGraph => false;

    public long NeedBytes(int count, int dimensions, int width, ClustererOptions options) =>
        options.Counts.DefaultIfEmpty(1).Max(clusters => SphericalKMeans.NeedBytes(count, dimensions, Search(clusters, options)));

    public ClusteringResult Cluster(NeighbourData data, ClustererOptions options, IMatrixProduct product, IProgress<string>? progress, CancellationToken cancellation)
    {
        var sentences = new List<string>();
        var sets = options.Collect(count =>
        {
            var rounds = progress is null ? null : new SentenceOfRound(progress, count);
            var found = SphericalKMeans.Cluster(data.Vectors, Search(count, options), product, rounds, cancellation);
            sentences.Add($"{count:N0} clusters: inertia {found.Inertia:0.######} after {found.Rounds.Count} rounds{(found.Status == SphericalStatus.RoundsExhausted ? ", which ran out" : "")}.");
            return WithZerosAsSingletons(found.Labels, count);
        });
        return new(sets, [], string.Join(' ', sentences.DefaultIfEmpty("All clusterings were there.")));
    }

    private static SphericalKMeansOptions Search(int clusters, ClustererOptions options) => new(clusters) { Seed = options.Seed, Threads = options.Threads };

    private static int[] WithZerosAsSingletons(int[] labels, int count)
    {
        var next = count;
        return [.. labels.Select(label => label == SphericalKMeansResult.None ? next++ : label)];
    }

    private sealed class SentenceOfRound(IProgress<string> progress, int clusters) : IProgress<SphericalRound>
    {
        public void Report(SphericalRound value) =>
            progress.Report($"k-means into {clusters:N0}: round {value.Number}, inertia {value.Inertia:0.######}, {value.Changed:N0} labels changed, {value.Products:N0} products.");
    }
}
