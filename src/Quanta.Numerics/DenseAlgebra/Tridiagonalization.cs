using System.Numerics.Tensors;

namespace Quanta.Numerics.DenseAlgebra;

/// <summary>A = Q T Q^T with T tridiagonal and Q a product of Householder reflections, by panels.</summary>
/// <remarks>Dongarra, Sorensen and Hammarling 1989, "Block reduction of matrices to condensed forms": inside a panel of columns the trailing matrix
/// is left as it was and corrected by A - V W^T - W V^T when multiplied; after the panel that update is one matrix product.
/// <para>The matrix is overwritten: reflection j, H_j = I - tau_j v_j v_j^T with v_j zero up to j and 1 at j + 1, lies in row j right of the
/// diagonal.
/// Q = H_0 H_1 ... H_{n-3}.</para></remarks>
internal sealed unsafe class Tridiagonalization : IDisposable
{
    private const int PanelWidth = 32, UpdateBlock = 128;
    private readonly DoubleMatrix _a, _v, _w;
    private readonly SymmetricTimesVector _trailing;
    private readonly double[] _column, _product;
    private readonly int _threads;

    private Tridiagonalization(DoubleMatrix a, int threads)
    {
        (_a, _threads) = (a, threads);
        (_v, _w) = (new DoubleMatrix(a.Rows, PanelWidth), new DoubleMatrix(a.Rows, PanelWidth));
        _trailing = new SymmetricTimesVector(a.Rows);
        (_column, _product) = (new double[a.Rows], new double[a.Rows]);
        (Diagonal, OffDiagonal, Tau) = (new double[a.Rows], new double[Math.Max(0, a.Rows - 1)], new double[a.Rows]);
    }

    /// <summary>[n]: the diagonal of T.</summary>
    public double[] Diagonal { get; }

    /// <summary>[n - 1]: element i couples i and i + 1.</summary>
    public double[] OffDiagonal { get; }

    /// <summary>[n]: the factors of the reflections.</summary>
    public double[] Tau { get; }

    /// <summary>Reduces <paramref name="a"/>, of which only the lower triangle is read; it is overwritten.</summary>
    public static Tridiagonalization Reduce(DoubleMatrix a, int threads, CancellationToken cancellation)
    {
        var reduction = new Tridiagonalization(a, threads);
        for (var start = 0; start < a.Rows; start += PanelWidth)
        {
            cancellation.ThrowIfCancellationRequested();
            reduction.ReducePanel(start, Math.Min(PanelWidth, a.Rows - start));
        }
        return reduction;
    }

    public void Dispose()
    {
        _v.Dispose();
        _w.Dispose();
        _trailing.Dispose();
    }

    private void ReducePanel(int start, int width)
    {
        var n = _a.Rows;
        for (var step = 0; step < width; step++)
        {
            var j = start + step;
            LoadColumn(j, step);
            Diagonal[j] = _column[j];
            if (j == n - 1) return;
            var beta = Reflect(j);
            OffDiagonal[j] = beta;
            StoreReflection(j, step);
            ComputeUpdate(j, step);
        }
        UpdateTrailing(start + width, width);
    }

    /// <summary>Column j from the diagonal down, with the panel's earlier reflections applied.</summary>
    private void LoadColumn(int j, int step)
    {
        ReadOnlySpan<double> vj = _v.Row(j)[..step], wj = _w.Row(j)[..step];
        for (var i = j; i < _a.Rows; i++)
            _column[i] = _a[i, j] - Dot(_v.Row(i)[..step], wj) - Dot(_w.Row(i)[..step], vj);
    }

    /// <summary>Turns column[j + 1 ...] into v with v[j + 1] = 1, sets tau, returns the element that takes its place in T.</summary>
    private double Reflect(int j)
    {
        var x = _column.AsSpan(j + 1);
        var alpha = x[0];
        var tail = x.Length > 1 ? TensorPrimitives.Norm<double>(x[1..]) : 0;
        x[0] = 1;
        if (tail == 0)
        {
            Tau[j] = 0;
            return alpha;
        }
        var beta = -Math.CopySign(double.Hypot(alpha, tail), alpha);
        Tau[j] = (beta - alpha) / beta;
        TensorPrimitives.Divide(x[1..], alpha - beta, x[1..]);
        return beta;
    }

    private void StoreReflection(int j, int step)
    {
        _column.AsSpan(j + 1).CopyTo(_a.Row(j)[(j + 1)..]);
        for (var i = j + 1; i < _a.Rows; i++) _v[i, step] = _column[i];
    }

    /// <summary>w = tau (A - V W^T - W V^T) v, then w -= tau/2 (w.v) v: the rank-two update of this reflection is v w^T + w v^T.</summary>
    private void ComputeUpdate(int j, int step)
    {
        var (first, count) = (j + 1, _a.Rows - j - 1);
        fixed (double* v = _column, w = _product)
        {
            _trailing.Multiply(_a.View.Block(first, count, first, count), v + first, w + first, _threads);
            SubtractPanel(first, step, v, w);
        }
        Span<double> x = _column.AsSpan(first), y = _product.AsSpan(first);
        TensorPrimitives.Multiply(y, Tau[j], y);
        var half = -0.5 * Tau[j] * TensorPrimitives.Dot<double>(x, y);
        TensorPrimitives.MultiplyAdd(x, half, y, y);
        for (var i = first; i < _a.Rows; i++) _w[i, step] = _product[i];
    }

    /// <summary>w -= V (W^T v) + W (V^T v).</summary>
    private void SubtractPanel(int first, int step, double* v, double* w)
    {
        Span<double> alongW = stackalloc double[step], alongV = stackalloc double[step];
        alongW.Clear();
        alongV.Clear();
        for (var i = first; i < _a.Rows; i++)
        {
            TensorPrimitives.MultiplyAdd(_w.Row(i)[..step], v[i], alongW, alongW);
            TensorPrimitives.MultiplyAdd(_v.Row(i)[..step], v[i], alongV, alongV);
        }
        for (var i = first; i < _a.Rows; i++)
            w[i] -= Dot(_v.Row(i)[..step], alongW) + Dot(_w.Row(i)[..step], alongV);
    }

    /// <summary>A -= V W^T + W V^T on and below the diagonal from row <paramref name="first"/>.</summary>
    private void UpdateTrailing(int first, int width)
    {
        var n = _a.Rows;
        var blocks = (n - first + UpdateBlock - 1) / UpdateBlock;
        Workers.Run(blocks, _threads, block =>
        {
            var row = first + block * UpdateBlock;
            var rows = Math.Min(UpdateBlock, n - row);
            var target = _a.View.Block(row, rows, first, row + rows - first);
            Subtract(_v, _w, row, rows, first, width, target);
            Subtract(_w, _v, row, rows, first, width, target);
        });
    }

    private static void Subtract(DoubleMatrix left, DoubleMatrix right, int row, int rows, int first, int width, DoubleView target) =>
        DoubleProduct.Add(-1, left.View.Block(row, rows, 0, width), right.View.Block(first, target.Columns, 0, width).Transposed, target, threads: 1);

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => x.IsEmpty ? 0 : TensorPrimitives.Dot(x, y);
}
