namespace Quanta.Numerics.Clustering;

/// <summary>A matrix of cosines whose clusters are known, for tests and calibration.</summary>
/// <param name="Points">n.</param>
/// <param name="Clusters">K: how many clusters there are at most; small ones may draw no point.</param>
/// <param name="Dimensions">Of the vectors.</param>
/// <param name="Noise">Length of the noise added to a centre of length 1: two points of a cluster have a cosine of about 1 / (1 + noise^2).</param>
public sealed record PlantedClustersOptions(int Points, int Clusters, int Dimensions, double Noise)
{
    /// <summary>s: the cluster of rank r draws points with probability proportional to r^-s.</summary>
    public double Exponent { get; init; } = 1;

    /// <summary>The cosine between any two centres, beyond chance, in [0, 1).</summary>
    public double Background { get; init; }

    /// <summary>Names the random numbers: labels, centres and noise are streams 0, 1 and 2.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it where the product's does not.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The noise that gives two points of a cluster this cosine, in (0, 1].</summary>
    public static double NoiseForCosine(double cosine) => Math.Sqrt(1 / cosine - 1);
}
