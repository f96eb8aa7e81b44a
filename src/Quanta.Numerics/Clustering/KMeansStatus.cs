namespace Quanta.Numerics.Clustering;

/// <summary>Why k-means stopped.</summary>
public enum KMeansStatus
{
    /// <summary>No label changed any more.</summary>
    Converged,

    /// <summary>The centres moved by less than the tolerance.</summary>
    WithinTolerance,

    /// <summary>The iterations ran out; more of them may lower the inertia.</summary>
    IterationsExhausted,
}
