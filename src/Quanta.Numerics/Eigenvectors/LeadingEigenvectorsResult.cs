using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Eigenvectors;

/// <summary>The leading eigenpairs of a symmetric matrix.</summary>
/// <param name="Values">[k], descending.</param>
/// <param name="Vectors">[n, k]: unit vectors as columns, orthogonal to about 1e-6; column i belongs to value i. The caller disposes it.</param>
/// <param name="Residuals">[k]: ||A v - lambda v||, with A v as the float32 product gives it.</param>
/// <param name="Status">Why the search stopped.</param>
/// <param name="Rounds">Rounds of filtering and Rayleigh-Ritz; 0 for the dense solver.</param>
/// <param name="MultipliedColumns">How many vectors were multiplied by the matrix: the cost in units of 2 n^2 operations.</param>
public sealed record LeadingEigenvectorsResult(
    double[] Values, Matrix Vectors, double[] Residuals, EigenvectorStatus Status, int Rounds, long MultipliedColumns) : IDisposable
{
    /// <summary>One sentence on how the search ended.</summary>
    public string Summary => Status switch
    {
        EigenvectorStatus.Direct => $"The dense solver found {Values.Length} eigenvectors; the largest residual is {Residuals.Max():E1}.",
        EigenvectorStatus.Converged => $"{Values.Length} eigenvectors converged in {Rounds} rounds; the largest residual is {Residuals.Max():E1}.",
        EigenvectorStatus.Stagnated =>
            $"The residuals of {Values.Length} eigenvectors stopped falling at {Residuals.Max():E1} after {Rounds} rounds; "
            + "a larger tolerance would accept them.",
        _ => $"{Values.Length} eigenvectors did not converge in {Rounds} rounds; the largest residual is {Residuals.Max():E1}. "
            + "More rounds or more guard vectors may help.",
    };

    public void Dispose() => Vectors.Dispose();
}

/// <summary>Why the search for eigenvectors stopped.</summary>
public enum EigenvectorStatus
{
    /// <summary>Every residual is within the tolerance.</summary>
    Converged,

    /// <summary>Found by the dense solver, which does not iterate.</summary>
    Direct,

    /// <summary>The residuals stopped falling above the tolerance: it asks for more than float32 products give.</summary>
    Stagnated,

    /// <summary>The rounds ran out; the trailing vectors are the least accurate.</summary>
    RoundsExhausted,
}
