namespace Quanta.Numerics.Clustering;

/// <summary>One clustering.</summary>
/// <param name="Count">The number of clusters asked for; fewer may hold points where points coincide.</param>
/// <param name="Labels">[n]: ranked by size, 0 the largest (<see cref="ClusterLabels.RankBySize"/>).</param>
public sealed record ClusterSet(int Count, int[] Labels);
