namespace Quanta.Discovery.Clusters;

/// <summary>What similarity becomes before it is clustered.</summary>
public enum Affinity
{
    /// <summary>A = 1 - arccos(clamp(C, -1, 1)) / pi of the cosine matrix: orthogonal gradients have 0.5. The published one.</summary>
    Angular,

    /// <summary>The cosine matrix of absolute values, as it is.</summary>
    Absolute,

    /// <summary>A matrix that the user brings, as it is.</summary>
    Given,
}
