using Quanta.Numerics.Random;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>One start of k-means.</summary>
internal sealed class LloydIteration : IDisposable
{
    private readonly PointSet _points;
    private readonly KMeansOptions _options;
    private readonly Centroids _centroids;
    private readonly INearestCentre _nearest;
    private readonly int[] _labels, _membership;

    private LloydIteration(PointSet points, KMeansOptions options)
    {
        (_points, _options) = (points, options);
        _centroids = new Centroids(points, options.Clusters);
        _nearest = NearestCentres.Create(points, options);
        (_labels, _membership) = (new int[points.Count], new int[points.Count]);
    }

    public static KMeansResult Run(PointSet points, KMeansOptions options, int start, CancellationToken cancellation)
    {
        using var iteration = new LloydIteration(points, options);
        iteration.PlaceCentres(KMeansPlusPlus.Choose(points, options.Clusters, new Philox(options.Seed, StreamPurpose.KMeansStart.Stream(start))));
        var (iterations, status) = iteration.Iterate(cancellation);
        return new KMeansResult(iteration._labels, iteration.Inertia(), iterations, start, status);
    }

    public void Dispose()
    {
        _centroids.Dispose();
        _nearest.Dispose();
    }

    private void PlaceCentres(int[] seeds)
    {
        Array.Fill(_membership, -1);
        for (var c = 0; c < seeds.Length; c++) _membership[seeds[c]] = c;
        _nearest.Update(_centroids, _centroids.MoveTo(_membership));
    }

    private (int Iterations, KMeansStatus Status) Iterate(CancellationToken cancellation)
    {
        var before = new int[_labels.Length];
        Array.Fill(before, -1);
        for (var iteration = 1; iteration <= _options.MaxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            _nearest.Assign(_centroids, _labels);
            if (_labels.AsSpan().SequenceEqual(before)) return (iteration, KMeansStatus.Converged);
            _labels.CopyTo(before, 0);
            MoveCentres();
            if (!(_centroids.Moves.Sum() <= _options.Tolerance * _points.MeanVariance)) continue;
            _nearest.Assign(_centroids, _labels);
            return (iteration, KMeansStatus.WithinTolerance);
        }
        _nearest.Assign(_centroids, _labels);
        return (_options.MaxIterations, KMeansStatus.IterationsExhausted);
    }

    private void MoveCentres()
    {
        _labels.CopyTo(_membership, 0);
        FillEmptyClusters();
        _nearest.Update(_centroids, _centroids.MoveTo(_membership));
    }

    /// <summary>Gives each empty cluster the point farthest from its centre, the first of equals, of those not alone in their cluster.</summary>
    private void FillEmptyClusters()
    {
        var sizes = new int[_centroids.Count];
        foreach (var label in _labels) sizes[label]++;
        var empty = Enumerable.Range(0, sizes.Length).Where(c => sizes[c] == 0).ToArray();
        if (empty.Length == 0) return;
        var distances = Enumerable.Range(0, _labels.Length).Select(i => _centroids.SquaredDistance(i, _labels[i])).ToArray();
        var filled = 0;
        foreach (var point in Enumerable.Range(0, _labels.Length).OrderByDescending(i => distances[i]))
        {
            if (filled == empty.Length) break;
            if (sizes[_labels[point]] == 1) continue;
            sizes[_labels[point]]--;
            _membership[point] = empty[filled++];
        }
    }

    private double Inertia()
    {
        var sum = 0.0;
        for (var i = 0; i < _labels.Length; i++) sum += _centroids.SquaredDistance(i, _labels[i]);
        return sum;
    }
}
