namespace Quanta.Numerics.Clustering;

/// <summary>Ways to find each point's nearest centre. Legend: n points, d coordinates, k centres.</summary>
public enum KMeansAlgorithm
{
    /// <summary><see cref="Pairwise"/> where its memory is allowed and it is the cheaper, else <see cref="Bounds"/>.</summary>
    Auto,

    /// <summary>Every distance in float64, O(n k d) an iteration: the definition, and the oracle of the others.</summary>
    Plain,

    /// <summary>Hamerly 2010, "Making k-means even faster": two bounds a point and the triangle inequality spare the points whose nearest centre
    /// cannot have
    /// changed; the others are multiplied with all centres at once. O(n) memory. Wins where k d is small beside n.</summary>
    Bounds,

    /// <summary>The inner products of all points with a centre are a sum of rows of the matrix of inner products of points, so a point that changes
    /// its cluster costs O(n), whatever d is; an iteration costs O(n k) and O(n) for each point that moved. n^2 + n k memory. Wins where k d is
    /// large beside n.</summary>
    Pairwise,
}
