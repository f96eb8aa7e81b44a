using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Products;

/// <summary>The question put to a library before it is trusted: a product whose answer is known.</summary>
internal static class ProductProbe
{
    /// <summary>Sizes beyond common register blocks and multiples of nothing.</summary>
    private const int M = 37, N = 53, K = 71;

    /// <summary>K roundings of sums of at most K products of numbers below 1.</summary>
    private const double Tolerance = K * (double)K / (1 << 24);

    public static bool Passes(IMatrixProduct product)
    {
        using var a = RandomMatrix(M, K, 1);
        using var b = RandomMatrix(N, K, 2);
        var naive = new NaiveProduct();
        return Agree(M, N, c => product.Multiply(a.View, b.View.Transposed, c), c => naive.Multiply(a.View, b.View.Transposed, c))
            && Agree(M, M, c => product.MultiplyByOwnTranspose(a.View, c), c => naive.MultiplyByOwnTranspose(a.View, c));
    }

    private static bool Agree(int rows, int columns, Action<MatrixView> multiply, Action<MatrixView> multiplyNaively)
    {
        using var actual = new Matrix(rows, columns);
        using var expected = new Matrix(rows, columns);
        multiply(actual.View);
        multiplyNaively(expected.View);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                if (!(Math.Abs(actual[i, j] - expected[i, j]) <= Tolerance)) return false;
        return true;
    }

    private static Matrix RandomMatrix(int rows, int columns, ulong seed)
    {
        var random = new Philox(seed);
        var matrix = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
            foreach (ref var value in matrix.Row(i)) value = 2 * random.NextSingle() - 1;
        return matrix;
    }
}
