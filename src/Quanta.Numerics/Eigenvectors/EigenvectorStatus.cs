namespace Quanta.Numerics.Eigenvectors;

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
