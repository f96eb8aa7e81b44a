namespace Quanta.Numerics.Eigenvectors.Internals;

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
    /// <param name="cancellation">Stops between merges.</param>
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
        RankOneMerge.Join(_values.AsSpan(start, count), block, half, coupling, _threads);
    }

    private void SolveLeaf(int start, int count)
    {
        for (var i = start; i < start + count; i++) _vectors[i, i] = 1;
        Span<double> coupling = stackalloc double[count];
        _offDiagonal.AsSpan(start, count).CopyTo(coupling);
        _converged &= ImplicitQl.Solve(_values.AsSpan(start, count), coupling, _vectors.View.Block(start, count, start, count));
    }
}
