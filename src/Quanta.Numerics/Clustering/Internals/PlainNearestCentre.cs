namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Every distance, in float64.</summary>
internal sealed class PlainNearestCentre(PointSet points) : INearestCentre
{
    public void Update(Centroids centroids, CentroidEdits edits)
    {
    }

    public void Assign(Centroids centroids, Span<int> labels)
    {
        for (var i = 0; i < points.Count; i++)
        {
            var nearest = double.PositiveInfinity;
            for (var c = 0; c < centroids.Count; c++)
            {
                var distance = centroids.SquaredDistance(i, c);
                if (!(distance < nearest)) continue;
                (nearest, labels[i]) = (distance, c);
            }
        }
    }

    public void Dispose()
    {
    }
}
