using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Eigenvectors;

public class DoubleProductTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Equals_the_definition_on_a_grid_of_shapes(int threads)
    {
        foreach (var m in new[] { 0, 1, 5, 6, 7, 100 })
            foreach (var n in new[] { 0, 1, 7, 8, 9, 33 })
                foreach (var k in new[] { 0, 1, 2, 255, 257 })
                {
                    using DoubleMatrix a = Random(m, k, 1), b = Random(k, n, 2), c = Random(m, n, 3), expected = Random(m, n, 3);
                    for (var i = 0; i < m; i++)
                        for (var j = 0; j < n; j++)
                            for (var p = 0; p < k; p++) expected[i, j] += -0.5 * a[i, p] * b[p, j];
                    DoubleProduct.Add(-0.5, a.View, b.View, c.View, threads);
                    AssertNear(expected, c, $"{m} x {k} x {n}");
                }
    }

    [Fact]
    public void Takes_transposed_operands_and_results()
    {
        using DoubleMatrix a = Random(13, 21, 1), b = Random(17, 13, 2), c = new(17, 21), expected = new(17, 21), turned = new(21, 17);
        for (var i = 0; i < 17; i++)
            for (var j = 0; j < 21; j++)
                for (var p = 0; p < 13; p++) expected[i, j] += b[i, p] * a[p, j];
        DoubleProduct.Add(1, b.View, a.View, c.View, threads: 1);
        DoubleProduct.Add(1, b.View, a.View, turned.View.Transposed, threads: 1);
        AssertNear(expected, c, "plain");
        for (var i = 0; i < 17; i++)
            for (var j = 0; j < 21; j++) Expect.Near(expected[i, j], turned[j, i], 1e-13, "13 products of numbers near 1 in float64");
    }

    private static DoubleMatrix Random(int rows, int columns, ulong seed)
    {
        var random = new Philox(seed);
        var matrix = new DoubleMatrix(rows, columns);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) matrix[i, j] = random.NextGaussian();
        return matrix;
    }

    private static void AssertNear(DoubleMatrix expected, DoubleMatrix actual, string shape)
    {
        for (var i = 0; i < expected.Rows; i++)
            for (var j = 0; j < expected.Columns; j++)
                Expect.Near(expected[i, j], actual[i, j], 1e-12, $"some 250 float64 products of numbers near 1, {shape}");
    }
}
