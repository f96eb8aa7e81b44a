namespace Quanta.Numerics.Eigenvectors;

/// <summary>What <see cref="LeadingEigenvectors"/> is to find, and how hard it tries.</summary>
/// <param name="Count">k: how many of the algebraically largest eigenvalues are wanted, 1 to n.</param>
public sealed record LeadingEigenvectorsOptions(int Count)
{
    /// <summary>A pair has converged when ||A v - lambda v|| is at most this times the largest |eigenvalue|, or at most 2e-6 |lambda|, which float32
    /// products always reach.</summary>
    public double Tolerance { get; init; } = 5e-7;

    /// <summary>Vectors iterated beyond the wanted ones, as a fraction of k (and 16 at least): more of them cost more per step and need fewer
    /// steps.</summary>
    public double GuardFraction { get; init; } = 0.2;

    /// <summary>Matrices up to this size, and any of which most eigenvectors are wanted, go to the dense float64 solver: O(n^3) time, three n x n
    /// float64 matrices.</summary>
    public int DenseLimit { get; init; } = 1000;

    /// <summary>Rounds of filtering and Rayleigh-Ritz after which the iteration gives up.</summary>
    public int MaxRounds { get; init; } = 40;

    /// <summary>Names the random starting block.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it where the product's does not.</summary>
    public int Threads { get; init; } = 1;
}
