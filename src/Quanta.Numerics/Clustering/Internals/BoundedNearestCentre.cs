using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Nearest centres with Hamerly's bounds; points that fail them are multiplied with all centres in batches, in float64.</summary>
/// <remarks>u_i is at least the distance of point i to its centre, l_i at most that to any other. When the centres move, u_i grows by its own centre's move and l_i
/// shrinks by the largest move of the others; while u_i &lt; l_i the triangle inequality proves that nothing changed. The bounds are widened by rounding, and
/// where a product leaves more than one centre for a point the distances decide, so that labels are those of <see cref="PlainNearestCentre"/>.</remarks>
internal sealed class BoundedNearestCentre : INearestCentre
{
    private const int BatchPoints = 256;

    /// <summary>How much nearer a centre must be, relatively, for the rounding of a distance and of its bounds to be out of question.</summary>
    private const double Margin = 1e-11;

    private readonly PointSet _points;
    private readonly DoubleMatrix _batch, _scores;
    private readonly double[] _upper, _lower;
    private readonly double _productRounding;
    private readonly int[] _waiting = new int[BatchPoints];
    private int _waitingCount;
    private bool _hasBounds;

    public BoundedNearestCentre(PointSet points, int k)
    {
        _points = points;
        (_batch, _scores) = (new DoubleMatrix(BatchPoints, points.Dimensions), new DoubleMatrix(BatchPoints, k));
        (_upper, _lower) = (new double[points.Count], new double[points.Count]);
        _productRounding = Math.ScaleB(1.0, -52) * (points.Dimensions + 8);
    }

    public void Update(Centroids centroids, CentroidEdits edits)
    {
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
                if (IsProved(i)) continue;
                _upper[i] = Math.Sqrt(centroids.SquaredDistance(i, labels[i]));
                if (IsProved(i)) continue;
            }
            _waiting[_waitingCount++] = i;
            if (_waitingCount == BatchPoints) AssignWaiting(centroids, labels);
        }
        AssignWaiting(centroids, labels);
        _hasBounds = true;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _scores.Dispose();
    }

    private bool IsProved(int point) => _upper[point] * (1 + Margin) < _lower[point];

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
        for (var row = 0; row < _waitingCount; row++)
        {
            TensorPrimitives.ConvertChecked<float, double>(_points.Point(_waiting[row]), _batch.Row(row));
            centroids.SquaredNorms.CopyTo(_scores.Row(row));
        }
        DoubleProduct.Add(-2, _batch.View.Block(0, _waitingCount, 0, _batch.Columns), centroids.Centres.Transposed,
            _scores.View.Block(0, _waitingCount, 0, _scores.Columns), threads: 1);
        for (var row = 0; row < _waitingCount; row++) labels[_waiting[row]] = Nearest(_waiting[row], _scores.Row(row), centroids);
        _waitingCount = 0;
    }

    /// <summary>The nearest centre by the scores, squared distance less the point's squared norm; sets the point's bounds.</summary>
    private int Nearest(int point, ReadOnlySpan<double> scores, Centroids centroids)
    {
        var norm = _points.SquaredNorms[point];
        var (least, second, label) = (double.PositiveInfinity, double.PositiveInfinity, 0);
        for (var c = 0; c < scores.Length; c++)
        {
            var lower = scores[c] - Rounding(c);
            if (lower < least) (least, second, label) = (lower, least, c);
            else if (lower < second) second = lower;
        }
        var most = scores[label] + Rounding(label);
        if (!(most < second)) return Recheck(point, scores, most, centroids);
        _upper[point] = Math.Sqrt(Math.Max(0, most + norm));
        _lower[point] = Math.Sqrt(Math.Max(0, second + norm));
        return label;

        double Rounding(int c) => _productRounding * (norm + centroids.SquaredNorms[c]);
    }

    private int Recheck(int point, ReadOnlySpan<double> scores, double most, Centroids centroids)
    {
        var norm = _points.SquaredNorms[point];
        var (nearest, label) = (double.PositiveInfinity, -1);
        for (var c = 0; c < scores.Length; c++)
        {
            if (scores[c] - _productRounding * (norm + centroids.SquaredNorms[c]) > most) continue;
            var distance = centroids.SquaredDistance(point, c);
            if (distance < nearest) (nearest, label) = (distance, c);
        }
        (_upper[point], _lower[point]) = (Math.Sqrt(nearest), 0);
        return label;
    }
}
