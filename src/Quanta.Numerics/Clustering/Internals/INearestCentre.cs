namespace Quanta.Numerics.Clustering.Internals;

/// <summary>One way to find each point's nearest centre. Implementations stand in <see cref="NearestCentres"/>.</summary>
internal interface INearestCentre : IDisposable
{
    /// <summary>Takes note that the centres have moved.</summary>
    void Update(Centroids centroids, CentroidEdits edits);

    /// <summary>Writes the nearest centre of each point, the lowest of equals.</summary>
    /// <param name="centroids">The centres of the last update.</param>
    /// <param name="labels">[n]: on entry those of the last call, any at the first; overwritten.</param>
    void Assign(Centroids centroids, Span<int> labels);
}
