namespace Quanta.Numerics.Clustering;

/// <summary>One step of a hierarchical clustering.</summary>
/// <param name="First">A point of one of the two clusters.</param>
/// <param name="Second">A point of the other.</param>
/// <param name="Height">The distance of the two clusters.</param>
public readonly record struct Merge(int First, int Second, float Height);
