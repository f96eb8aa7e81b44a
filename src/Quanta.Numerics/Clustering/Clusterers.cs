using Quanta.Numerics.Clustering.Internals;

namespace Quanta.Numerics.Clustering;

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
    ];

    /// <summary>The clusterer of the given name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IClusterer Get(string name) =>
        All.FirstOrDefault(clusterer => clusterer.Name == name)
        ?? throw new ArgumentException(
            $"There is no clusterer '{name}'; there are {string.Join(", ", All.Select(clusterer => clusterer.Name))}.", nameof(name));
}
