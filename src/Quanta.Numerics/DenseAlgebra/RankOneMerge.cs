using System.Numerics.Tensors;

namespace Quanta.Numerics.DenseAlgebra;

/// <summary>Joins the eigenpairs of two halves of a tridiagonal matrix: those of diag(d) + rho z z^T, turned back.</summary>
/// <remarks>Deflation as in Dongarra and Sorensen 1987: pairs with a negligible z, or with values so near that a rotation makes one negligible, stay
/// as they are.
/// The others solve the secular equation; z is then recomputed from the roots (Gu and Eisenstat 1994), which makes the vectors orthogonal to
/// rounding.
/// <para>Legend: n pairs, of which the first h belong to the upper half (their vectors vanish on columns h ... n - 1) and the rest to the lower; k
/// remain after deflation.</para></remarks>
internal sealed unsafe class RankOneMerge
{
    private const double UnitRounding = 1.2e-16;
    private readonly DoubleView _vectors;
    private readonly int _half, _threads;
    private readonly double[] _d, _z;
    private readonly Part[] _part;
    private readonly List<int> _kept = [], _deflated = [];
    private readonly double _rho;
    private readonly CancellationToken _cancellation;

    private RankOneMerge(ReadOnlySpan<double> values, DoubleView vectors, int half, double coupling, int threads, CancellationToken cancellation)
    {
        (_vectors, _half, _threads, _cancellation) = (vectors, half, threads, cancellation);
        _d = values.ToArray();
        _z = new double[_d.Length];
        _part = new Part[_d.Length];
        for (var i = 0; i < _d.Length; i++)
        {
            _z[i] = (i < half ? vectors[i, half - 1] : Math.Sign(coupling) * vectors[i, half]) / Math.Sqrt(2);
            _part[i] = i < half ? Part.Upper : Part.Lower;
        }
        _rho = 2 * Math.Abs(coupling);
    }

    /// <summary>On which columns a vector lives; the order puts the two kinds that a half's product needs side by side.</summary>
    private enum Part { Upper, Both, Lower }

    /// <param name="values">[n]: eigenvalues of the two halves, each less |coupling| at its end; replaced by those of the whole, in no order.</param>
    /// <param name="vectors">[n, n]: their eigenvectors as rows; replaced.</param>
    /// <param name="half">How many pairs belong to the upper half.</param>
    /// <param name="coupling">The off-diagonal element between the halves.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    public static void Join(Span<double> values, DoubleView vectors, int half, double coupling, int threads, CancellationToken cancellation)
    {
        if (coupling == 0) return;
        var merge = new RankOneMerge(values, vectors, half, coupling, threads, cancellation);
        merge.Deflate();
        merge.Update(values);
    }

    private void Deflate()
    {
        var order = Enumerable.Range(0, _d.Length).ToArray();
        Array.Sort((double[])_d.Clone(), order);
        var tolerance = 8 * UnitRounding * Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude<double>(_d)),
            _rho * Math.Abs(TensorPrimitives.MaxMagnitude<double>(_z)));
        var previous = -1;
        foreach (var i in order)
        {
            if (_rho * Math.Abs(_z[i]) <= tolerance)
            {
                _deflated.Add(i);
                continue;
            }
            if (previous >= 0 && !TryRotateAway(previous, i, tolerance)) _kept.Add(previous);
            previous = i;
        }
        if (previous >= 0) _kept.Add(previous);
    }

    /// <summary>When two values are so near that turning their vectors costs less than rounding, moves all of z to the second and deflates the
    /// first.</summary>
    private bool TryRotateAway(int first, int second, double tolerance)
    {
        var length = double.Hypot(_z[first], _z[second]);
        var (c, s) = (_z[second] / length, -_z[first] / length);
        if (!(Math.Abs((_d[second] - _d[first]) * c * s) <= tolerance)) return false;
        (_z[first], _z[second]) = (0, length);
        if (_part[first] != _part[second]) _part[first] = _part[second] = Part.Both;
        Rotation.Apply(_vectors.RowSpan(first), _vectors.RowSpan(second), c, s);
        var (lower, upper) = (_d[first], _d[second]);
        _d[first] = lower * c * c + upper * s * s;
        _d[second] = lower * s * s + upper * c * c;
        _deflated.Add(first);
        return true;
    }

    private void Update(Span<double> values)
    {
        var count = _kept.Count;
        var poles = _kept.Select(i => _d[i]).ToArray();
        var z = _kept.Select(i => _z[i]).ToArray();
        var roots = new double[count];
        using var coefficients = new DoubleMatrix(count, count);
        Workers.RunPieces(count, 16, _threads, (first, end) =>
        {
            var equation = new SecularEquation(poles, z, _rho);
            for (var j = first; j < end; j++) roots[j] = equation.Solve(j, coefficients.Row(j));
        }, _cancellation);
        RecomputeZ(coefficients, poles, z);
        var grouped = Enumerable.Range(0, count).OrderBy(i => _part[_kept[i]]).ToArray();
        NormalizeCoefficients(coefficients, z, grouped);
        ReplaceVectors(coefficients, grouped);
        roots.CopyTo(values);
        for (var i = 0; i < _deflated.Count; i++) values[count + i] = _d[_deflated[i]];
    }

    /// <summary>The z whose roots are exactly those found: z_i^2 = prod_j (root_j - d_i) / prod_{j != i} (d_j - d_i), up to a common
    /// factor.</summary>
    private void RecomputeZ(DoubleMatrix differences, double[] poles, double[] z)
    {
        Workers.RunPieces(z.Length, 64, _threads, (first, end) =>
        {
            var product = new double[end - first];
            for (var i = first; i < end; i++) product[i - first] = -differences[i, i];
            for (var j = 0; j < z.Length; j++)
            {
                var row = differences.RowPointer(j);
                for (var i = first; i < end; i++)
                    if (i != j) product[i - first] *= row[i] / (poles[i] - poles[j]);
            }
            for (var i = first; i < end; i++) z[i] = Math.CopySign(Math.Sqrt(Math.Abs(product[i - first])), z[i]);
        }, _cancellation);
    }

    /// <summary>Row j becomes the unit vector z_i / (d_i - root_j), its columns in the grouped order.</summary>
    private void NormalizeCoefficients(DoubleMatrix differences, double[] z, int[] grouped)
    {
        Workers.RunPieces(z.Length, 64, _threads, (first, end) =>
        {
            var row = new double[z.Length];
            for (var j = first; j < end; j++)
            {
                var target = differences.Row(j);
                TensorPrimitives.Divide(z, target, row);
                var norm = TensorPrimitives.Norm<double>(row);
                for (var i = 0; i < row.Length; i++) target[i] = row[grouped[i]] / norm;
            }
        }, _cancellation);
    }

    /// <summary>Rows 0 ... k - 1 become the combinations of the kept vectors, the rest the deflated ones.</summary>
    private void ReplaceVectors(DoubleMatrix coefficients, int[] grouped)
    {
        var (n, count) = (_d.Length, _kept.Count);
        var upper = grouped.Count(i => _part[_kept[i]] == Part.Upper);
        var lower = grouped.Count(i => _part[_kept[i]] == Part.Lower);
        using var old = new DoubleMatrix(n, n);
        for (var i = 0; i < count; i++) _vectors.RowSpan(_kept[grouped[i]]).CopyTo(old.Row(i));
        for (var i = 0; i < _deflated.Count; i++) _vectors.RowSpan(_deflated[i]).CopyTo(old.Row(count + i));
        for (var i = 0; i < count; i++) _vectors.RowSpan(i).Clear();
        for (var i = count; i < n; i++) old.Row(i).CopyTo(_vectors.RowSpan(i));
        DoubleProduct.Add(1, coefficients.View.Block(0, count, 0, count - lower), old.View.Block(0, count - lower, 0, _half),
            _vectors.Block(0, count, 0, _half), _threads, _cancellation);
        DoubleProduct.Add(1, coefficients.View.Block(0, count, upper, count - upper), old.View.Block(upper, count - upper, _half, n - _half),
            _vectors.Block(0, count, _half, n - _half), _threads, _cancellation);
    }
}
