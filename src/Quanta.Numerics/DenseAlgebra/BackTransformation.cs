namespace Quanta.Numerics.DenseAlgebra;

/// <summary>Turns eigenvectors of T into eigenvectors of A = Q T Q^T, a block of reflections at a time.</summary>
/// <remarks>Schreiber and Van Loan 1989, "A storage-efficient WY representation": H_j ... H_{j+b-1} = I - V S V^T with S upper triangular.</remarks>
internal static unsafe class BackTransformation
{
    private const int BlockWidth = 64, RowBlock = 192;

    /// <summary>Each row z of <paramref name="rows"/> becomes Q z.</summary>
    /// <param name="reduction">Tau of the reflections.</param>
    /// <param name="reflections">[n, n], as <see cref="Tridiagonalization"/> left it.</param>
    /// <param name="rows">[m, n], overwritten.</param>
    /// <param name="threads">The number of threads to use.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public static void Apply(Tridiagonalization reduction, DoubleMatrix reflections, DoubleView rows, int threads, CancellationToken cancellation)
    {
        var count = reflections.Rows - 2;
        if (count <= 0) return;
        for (var start = (count - 1) / BlockWidth * BlockWidth; start >= 0; start -= BlockWidth)
        {
            cancellation.ThrowIfCancellationRequested();
            var width = Math.Min(BlockWidth, count - start);
            using var v = Gather(reflections, start, width);
            using var s = Factor(v, reduction.Tau.AsSpan(start, width), threads);
            var active = rows.Block(0, rows.Rows, start + 1, v.Columns);
            void ApplyToRows(int first, int end) => ApplyBlock(v, s, active.Block(first, end - first, 0, active.Columns));
            Workers.RunPieces(rows.Rows, RowBlock, threads, ApplyToRows, cancellation);
        }
    }

    /// <summary>The reflections as rows, without the zeros that they all start with: [width, n - start - 1].</summary>
    private static DoubleMatrix Gather(DoubleMatrix reflections, int start, int width)
    {
        var v = new DoubleMatrix(width, reflections.Columns - start - 1);
        for (var i = 0; i < width; i++) reflections.Row(start + i)[(start + i + 1)..].CopyTo(v.Row(i)[i..]);
        return v;
    }

    /// <summary>S [width, width]: S_ii = tau_i, and above the diagonal column i = -tau_i S V^T v_i.</summary>
    private static DoubleMatrix Factor(DoubleMatrix v, ReadOnlySpan<double> tau, int threads)
    {
        using var gram = new DoubleMatrix(v.Rows, v.Rows);
        DoubleProduct.Add(1, v.View, v.View.Transposed, gram.View, threads);
        var s = new DoubleMatrix(v.Rows, v.Rows);
        for (var i = 0; i < v.Rows; i++)
        {
            for (var row = 0; row < i; row++)
            {
                var sum = 0.0;
                for (var k = row; k < i; k++) sum += s[row, k] * gram[k, i];
                s[row, i] = -tau[i] * sum;
            }
            s[i, i] = tau[i];
        }
        return s;
    }

    /// <summary>Z -= (Z V) S^T V^T, V's columns being the rows of <paramref name="v"/>.</summary>
    private static void ApplyBlock(DoubleMatrix v, DoubleMatrix s, DoubleView z)
    {
        using var along = new DoubleMatrix(z.Rows, v.Rows);
        using var scaled = new DoubleMatrix(z.Rows, v.Rows);
        DoubleProduct.Add(1, z, v.View.Transposed, along.View, threads: 1);
        DoubleProduct.Add(1, along.View, s.View.Transposed, scaled.View, threads: 1);
        DoubleProduct.Add(-1, scaled.View, v.View, z, threads: 1);
    }
}
