using System.Numerics;

namespace Quanta.Numerics.DenseAlgebra;

/// <summary>All eigenpairs of a symmetric tridiagonal matrix.</summary>
/// <remarks>Cuppen 1981, "A divide and conquer method for the symmetric tridiagonal eigenproblem"; the halves are joined by
/// <see cref="RankOneMerge"/>.</remarks>
internal sealed unsafe class DivideAndConquer
{
    private const int LeafSize = 40;
    private readonly double[] _values, _offDiagonal;
    private readonly DoubleMatrix _vectors;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private bool _converged = true;

    private DivideAndConquer(double[] diagonal, double[] offDiagonal, DoubleMatrix vectors, int threads, CancellationToken cancellation)
    {
        (_values, _vectors, _threads, _cancellation) = (diagonal, vectors, threads, cancellation);
        _offDiagonal = [.. offDiagonal, 0];
    }

    /// <param name="diagonal">[n], overwritten with the eigenvalues, in no order.</param>
    /// <param name="offDiagonal">[n - 1]; element i couples i and i + 1.</param>
    /// <param name="vectors">[n, n], all zero on entry; row i becomes the eigenvector of value i.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between merges and their blocks.</param>
    /// <returns>False when the input was not finite.</returns>
    public static bool Solve(double[] diagonal, double[] offDiagonal, DoubleMatrix vectors, int threads, CancellationToken cancellation)
    {
        if (diagonal.Length == 0) return true;
        var solver = new DivideAndConquer(diagonal, offDiagonal, vectors, threads, cancellation);
        solver.Solve(0, diagonal.Length);
        return solver._converged;
    }

    private void Solve(int start, int count)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (count <= LeafSize)
        {
            SolveLeaf(start, count);
            return;
        }
        var half = count / 2;
        var coupling = _offDiagonal[start + half - 1];
        _values[start + half - 1] -= Math.Abs(coupling);
        _values[start + half] -= Math.Abs(coupling);
        Solve(start, half);
        Solve(start + half, count - half);
        if (!_converged) return;
        var block = _vectors.View.Block(start, count, start, count);
        RankOneMerge.Join(_values.AsSpan(start, count), block, half, coupling, _threads, _cancellation);
    }

    private void SolveLeaf(int start, int count)
    {
        for (var i = start; i < start + count; i++) _vectors[i, i] = 1;
        Span<double> coupling = stackalloc double[count];
        _offDiagonal.AsSpan(start, count).CopyTo(coupling);
        _converged &= ImplicitQl.Solve(_values.AsSpan(start, count), coupling, _vectors.View.Block(start, count, start, count));
    }
}

/// <summary>All eigenpairs of a small symmetric tridiagonal matrix by implicit QL steps with Wilkinson's shift.</summary>
/// <remarks>Dubrulle, Martin and Wilkinson 1968, "The implicit QL algorithm".</remarks>
internal static class ImplicitQl
{
    private const int MaxStepsPerValue = 60;

    /// <summary>Diagonalises T, turning the rows of <paramref name="vectors"/> along: from the identity, row i becomes eigenvector i.</summary>
    /// <param name="d">[n]: the diagonal; on return the eigenvalues, in no order.</param>
    /// <param name="e">[n]: element i couples i and i + 1, the last is unused; overwritten.</param>
    /// <param name="vectors">[n, any], unit column stride.</param>
    /// <returns>False when an eigenvalue did not converge, which only a NaN or an infinity brings about.</returns>
    public static bool Solve(Span<double> d, Span<double> e, DoubleView vectors)
    {
        for (var start = 0; start < d.Length; start++)
        {
            for (var steps = 0; ; steps++)
            {
                var end = start;
                while (end < d.Length - 1 && !IsNegligible(d, e, end)) end++;
                if (end == start) break;
                if (steps == MaxStepsPerValue) return false;
                Step(d, e, start, end, vectors);
            }
        }
        return true;
    }

    private static bool IsNegligible(Span<double> d, Span<double> e, int i)
    {
        var scale = Math.Abs(d[i]) + Math.Abs(d[i + 1]);
        return scale + Math.Abs(e[i]) == scale;
    }

    /// <summary>One QL sweep over the unreduced block start ... end.</summary>
    private static void Step(Span<double> d, Span<double> e, int start, int end, DoubleView vectors)
    {
        var slope = (d[start + 1] - d[start]) / (2 * e[start]);
        var g = d[end] - d[start] + e[start] / (slope + Math.CopySign(double.Hypot(slope, 1), slope));
        var (sine, cosine, shift) = (1.0, 1.0, 0.0);
        for (var i = end - 1; i >= start; i--)
        {
            var (f, b) = (sine * e[i], cosine * e[i]);
            var radius = double.Hypot(f, g);
            e[i + 1] = radius;
            if (radius == 0)
            {
                d[i + 1] -= shift;
                e[end] = 0;
                return;
            }
            (sine, cosine) = (f / radius, g / radius);
            g = d[i + 1] - shift;
            var turned = (d[i] - g) * sine + 2 * cosine * b;
            shift = sine * turned;
            d[i + 1] = g + shift;
            g = cosine * turned - b;
            Rotation.Apply(vectors.RowSpan(i + 1), vectors.RowSpan(i), cosine, sine);
        }
        d[start] -= shift;
        e[start] = g;
        e[end] = 0;
    }
}

/// <summary>Givens' plane rotation of two vectors.</summary>
internal static class Rotation
{
    /// <summary>(x, y) becomes (c x + s y, c y - s x).</summary>
    public static void Apply(Span<double> x, Span<double> y, double c, double s)
    {
        var (cs, ss) = (new Vector<double>(c), new Vector<double>(s));
        var i = 0;
        for (; i + Vector<double>.Count <= x.Length; i += Vector<double>.Count)
        {
            var (xs, ys) = (new Vector<double>(x[i..]), new Vector<double>(y[i..]));
            (cs * xs + ss * ys).CopyTo(x[i..]);
            (cs * ys - ss * xs).CopyTo(y[i..]);
        }
        for (; i < x.Length; i++) (x[i], y[i]) = (c * x[i] + s * y[i], c * y[i] - s * x[i]);
    }
}
