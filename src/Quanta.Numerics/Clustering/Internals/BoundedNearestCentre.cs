using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Nearest centres with Hamerly's bounds; points that fail them are multiplied with all centres in batches.</summary>
/// <remarks>u_i is at least the distance of point i to its centre, l_i at most that to any other. When the centres move, u_i grows by its own
/// centre's move and l_i shrinks
/// by the largest move of the others; while u_i &lt; l_i the triangle inequality proves that nothing changed. The bounds are widened by the rounding
/// of float32
/// products, so that a spared point would have kept its label.</remarks>
internal sealed class BoundedNearestCentre : INearestCentre
{
    private const int BatchPoints = 256;

    /// <summary>Bounds the error of a squared distance from float32 inner products, in units of the two squared norms.</summary>
    private const double ProductRounding = 2e-6;

    private readonly PointSet _points;
    private readonly Matrix _centres, _batch, _scores;
    private readonly double[] _upper, _lower;
    private readonly int[] _waiting = new int[BatchPoints];
    private int _waitingCount;
    private bool _hasBounds;

    public BoundedNearestCentre(PointSet points, int k)
    {
        _points = points;
        _centres = new Matrix(k, points.Dimensions);
        (_batch, _scores) = (new Matrix(BatchPoints, points.Dimensions), new Matrix(BatchPoints, k));
        (_upper, _lower) = (new double[points.Count], new double[points.Count]);
    }

    public void Update(Centroids centroids, CentroidEdits edits)
    {
        foreach (var cluster in edits.Changed) TensorPrimitives.ConvertTruncating(centroids.Centre(cluster), _centres.Row(cluster));
    }

    public void Assign(Centroids centroids, Span<int> labels)
    {
        var (largest, second, mover) = LargestMoves(centroids.Moves);
        for (var i = 0; i < labels.Length; i++)
        {
            if (_hasBounds)
            {
                _upper[i] += Math.Sqrt(centroids.Moves[labels[i]]);
                _lower[i] -= labels[i] == mover ? second : largest;
                if (_upper[i] < _lower[i]) continue;
                _upper[i] = UpperBound(centroids.SquaredDistance(i, labels[i]), i, centroids.SquaredNorms[labels[i]]);
                if (_upper[i] < _lower[i]) continue;
            }
            _waiting[_waitingCount++] = i;
            if (_waitingCount == BatchPoints) AssignWaiting(centroids, labels);
        }
        AssignWaiting(centroids, labels);
        _hasBounds = true;
    }

    public void Dispose()
    {
        _centres.Dispose();
        _batch.Dispose();
        _scores.Dispose();
    }

    private static (double Largest, double Second, int Mover) LargestMoves(double[] squaredMoves)
    {
        var (largest, second, mover) = (0.0, 0.0, -1);
        for (var c = 0; c < squaredMoves.Length; c++)
        {
            if (squaredMoves[c] > largest) (largest, second, mover) = (squaredMoves[c], largest, c);
            else if (squaredMoves[c] > second) second = squaredMoves[c];
        }
        return (Math.Sqrt(largest), Math.Sqrt(second), mover);
    }

    private void AssignWaiting(Centroids centroids, Span<int> labels)
    {
        for (var row = 0; row < _waitingCount; row++) _points.Point(_waiting[row]).CopyTo(_batch.Row(row));
        _points.Product.Multiply(_batch.Slice(0, _waitingCount), _centres.View.Transposed, _scores.Slice(0, _waitingCount));
        for (var row = 0; row < _waitingCount; row++)
        {
            var point = _waiting[row];
            var scores = _scores.Row(row);
            var (nearest, next, label) = (double.PositiveInfinity, double.PositiveInfinity, 0);
            for (var c = 0; c < scores.Length; c++)
            {
                var score = centroids.SquaredNorms[c] - 2.0 * scores[c];
                if (score < nearest) (nearest, next, label) = (score, nearest, c);
                else if (score < next) next = score;
            }
            labels[point] = label;
            var norm = _points.SquaredNorms[point];
            _upper[point] = UpperBound(nearest + norm, point, centroids.SquaredNorms[label]);
            _lower[point] = LowerBound(next + norm, point, centroids.SquaredNorms[label]);
        }
        _waitingCount = 0;
    }

    private double UpperBound(double squaredDistance, int point, double centreNorm) =>
        Math.Sqrt(Math.Max(0, squaredDistance) + ProductRounding * (_points.SquaredNorms[point] + centreNorm));

    private double LowerBound(double squaredDistance, int point, double centreNorm) =>
        Math.Sqrt(Math.Max(0, squaredDistance - ProductRounding * (_points.SquaredNorms[point] + centreNorm)));
}
