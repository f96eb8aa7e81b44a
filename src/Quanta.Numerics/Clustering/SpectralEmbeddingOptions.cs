namespace Quanta.Numerics.Clustering;

/// <summary>How many coordinates a spectral embedding has, and how exactly they are found.</summary>
/// <param name="Dimensions">k: the number of eigenvectors, the trivial first one included; 1 to n.</param>
public sealed record SpectralEmbeddingOptions(int Dimensions)
{
    /// <summary>Largest residual ||M v - lambda v|| accepted, the largest eigenvalue of M being 1.</summary>
    public double Tolerance { get; init; } = 5e-7;

    /// <summary>Names the random start of the eigensolver.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it where the product's does not.</summary>
    public int Threads { get; init; } = 1;
}
