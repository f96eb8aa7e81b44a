namespace Quanta.Discovery.Clusters;

/// <summary>How good one clustering is: an entry of the quality file.</summary>
public sealed record ClusteringQuality
{
    /// <summary>The number of clusters asked for.</summary>
    public required int Count { get; init; }

    /// <summary>The size of the largest.</summary>
    public required int Largest { get; init; }

    /// <summary>Mean silhouette on cosine distance, in [-1, 1]; null where it is not defined.</summary>
    public double? Silhouette { get; init; }

    /// <summary>Mean cosine of pairs in one cluster; null where there are none.</summary>
    public double? WithinSimilarity { get; init; }

    /// <summary>Mean cosine of pairs in different clusters; null where there are none.</summary>
    public double? BetweenSimilarity { get; init; }

    /// <summary>Mean over the clusters of their conductance in the affinity, in [0, 1]: the share of a cluster's similarities that leave it.</summary>
    public double? MeanConductance { get; init; }

    /// <summary>Sum over the clusters of cut / volume in the affinity; null where a volume vanishes.</summary>
    public double? NormalizedCut { get; init; }

    /// <summary>Agreement of the clusterings of several seeds; null where it was not measured.</summary>
    public Stability? OverSeeds { get; init; }

    /// <summary>Agreement with clusterings of random parts of the tokens, on these parts; null where it was not measured.</summary>
    public Stability? OverSubsamples { get; init; }

    /// <summary>Agreement with labels that the user brought; null where there are none.</summary>
    public LabelAgreement? WithLabels { get; init; }

    /// <summary>What the matrix says before any clustering; null in files of earlier versions.</summary>
    public MatrixStructure? Structure { get; init; }
}

/// <summary>Equal rows, components and isolated points of a similarity matrix (<see cref="Numerics.Clustering.SimilarityStructure"/>).</summary>
/// <param name="Points">n.</param>
/// <param name="DistinctRows">Rows that differ; there can be no more clusters.</param>
/// <param name="Components">Sets of points that no similarity joins, isolated points included.</param>
/// <param name="IsolatedPoints">Points similar to no other: left out of the clustering and of its figures, and added to its labels as clusters of one.</param>
public sealed record MatrixStructure(int Points, int DistinctRows, int Components, int IsolatedPoints);

/// <summary>Adjusted Rand indices over several comparisons.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Least">The least.</param>
public sealed record Stability(double Mean, double Least);

/// <summary>How far a clustering agrees with labels that are known from elsewhere.</summary>
/// <param name="Ari">Adjusted Rand index.</param>
/// <param name="Nmi">Normalised mutual information.</param>
/// <param name="Ami">Adjusted mutual information.</param>
public sealed record LabelAgreement(double Ari, double Nmi, double Ami);
