namespace Quanta.Numerics.Clustering;

/// <summary>The distance between two clusters.</summary>
public enum LinkageMethod
{
    /// <summary>The mean distance of their pairs of points (UPGMA).</summary>
    Average,

    /// <summary>The largest distance of their pairs of points.</summary>
    Complete,
}
