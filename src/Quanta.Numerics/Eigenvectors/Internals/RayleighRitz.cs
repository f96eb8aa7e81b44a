using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Eigenvectors.Internals;

/// <summary>The best eigenpairs that a subspace holds.</summary>
internal static class RayleighRitz
{
    /// <summary>Solves H y = value S y with H = X^T A X and S = X^T X in float64, and turns X and A X to the Ritz vectors, largest value
    /// first.</summary>
    /// <param name="x">[n, p]: nearly orthonormal columns, overwritten.</param>
    /// <param name="image">[n, p]: A X, overwritten.</param>
    /// <param name="products">Multiplies.</param>
    /// <param name="cancellation">Stops inside the dense solver.</param>
    /// <returns>The Ritz values [p], descending.</returns>
    public static double[] Apply(MatrixView x, MatrixView image, BlockProducts products, CancellationToken cancellation)
    {
        using var l = products.Gram(x, x);
        using var h = products.Gram(x, image);
        Symmetrize(h);
        if (!Cholesky.Factor(l, products.Threads))
            throw new ArithmeticException("The block lost its orthogonality: its Gram matrix is not positive definite.");
        Cholesky.SolveLower(l, h.View, products.Threads);
        using var transposed = Transpose(h);
        Cholesky.SolveLower(l, transposed.View, products.Threads);
        var (values, rows) = DenseEigensolver.Solve(transposed, x.ColumnCount, products.Threads, cancellation)
            ?? throw new ArithmeticException("The matrix gave values that are not finite.");
        using var vectors = Transpose(rows);
        rows.Dispose();
        Cholesky.SolveUpper(l, vectors.View, products.Threads);
        using var rotation = BlockProducts.ToSingle(vectors);
        products.Rotate(x, rotation.View);
        products.Rotate(image, rotation.View);
        return values;
    }

    private static void Symmetrize(DoubleMatrix h)
    {
        for (var i = 0; i < h.Rows; i++)
            for (var j = 0; j < i; j++) h[i, j] = h[j, i] = (h[i, j] + h[j, i]) / 2;
    }

    private static DoubleMatrix Transpose(DoubleMatrix source)
    {
        var result = new DoubleMatrix(source.Columns, source.Rows);
        for (var i = 0; i < source.Rows; i++)
            for (var j = 0; j < source.Columns; j++) result[j, i] = source[i, j];
        return result;
    }
}
