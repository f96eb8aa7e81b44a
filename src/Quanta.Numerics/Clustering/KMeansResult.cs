namespace Quanta.Numerics.Clustering;

/// <summary>The best clustering of all starts.</summary>
/// <param name="Labels">[n]: 0 to k - 1, in the order in which the centres were drawn; see <see cref="ClusterLabels.RankBySize"/>.</param>
/// <param name="Inertia">Sum of squared distances to the nearest centre, in float64.</param>
/// <param name="Iterations">Of the winning start.</param>
/// <param name="Start">Which start won.</param>
/// <param name="Status">Why the winning start stopped.</param>
public sealed record KMeansResult(int[] Labels, double Inertia, int Iterations, int Start, KMeansStatus Status);
