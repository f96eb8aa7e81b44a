namespace Quanta.Numerics.Clustering;

/// <summary>The clusterings of one matrix into the numbers of clusters that were asked for.</summary>
/// <param name="Clusterings">One for each count, in the order of the options.</param>
/// <param name="Eigenvalues">Of the normalised affinity, descending, where the clusterer is spectral; else empty.</param>
/// <param name="Summary">One sentence on how it went; names what did not converge.</param>
public sealed record ClusteringResult(IReadOnlyList<ClusterSet> Clusterings, IReadOnlyList<double> Eigenvalues, string Summary);
