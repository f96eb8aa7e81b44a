using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Tests.Products;

/// <summary>Every implementation against the definition.</summary>
public class ProductTests
{
    /// <summary>Half the distance from 1 to the next float32: the relative error of one rounding.</summary>
    private const double UnitRoundoff = 1.0 / (1 << 24);

    private static readonly int[] RowCounts = [0, 1, 2, 6, 13, 14, 15, 29], ColumnCounts = [0, 1, 7, 16, 17, 32, 33, 67], Depths = [0, 1, 2, 15, 16, 35];

    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void Every_small_shape_is_within_the_error_bound_of_the_definition(string implementation)
    {
        foreach (var m in RowCounts)
            foreach (var n in ColumnCounts)
                foreach (var k in Depths)
                    Check(implementation, m, n, k, Layout.Rows, Layout.Rows, Layout.Rows, accumulate: (m + n + k) % 2 == 0, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void Every_layout_is_within_the_error_bound_of_the_definition(string implementation)
    {
        foreach (var a in Enum.GetValues<Layout>())
            foreach (var b in Enum.GetValues<Layout>())
                foreach (var c in Enum.GetValues<Layout>())
                    foreach (var (m, n, k) in new[] { (1, 1, 1), (1, 45, 19), (31, 1, 19), (16, 32, 16), (17, 45, 37) })
                        Check(implementation, m, n, k, a, b, c, accumulate: k % 2 == 1, threads: 1);
    }

    /// <summary>Sizes beyond one block of K, of rows and of columns, on one and more threads.</summary>
    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void Every_large_shape_is_within_the_error_bound_of_the_definition(string implementation)
    {
        foreach (var (m, n, k) in new[] { (1, 3, 1201), (3, 1, 769), (67, 71, 389), (150, 40, 530), (61, 701, 7), (1409, 7, 3), (57, 33, 769) })
            foreach (var threads in new[] { 1, 2, 3 })
                Check(implementation, m, n, k, Layout.Rows, threads == 1 ? Layout.Rows : Layout.Columns, Layout.Rows, accumulate: threads == 2, threads);
    }

    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void Shapes_that_do_not_agree_are_refused(string implementation)
    {
        using var a = new Matrix(2, 3);
        using var b = new Matrix(4, 5);
        using var c = new Matrix(2, 5);
        var error = Assert.Throws<ArgumentException>(() => Implementations.Get(implementation).Multiply(a.View, b.View, c.View));
        Assert.Equal("The product of [2, 3] and [4, 5] cannot be written to [2, 5].", error.Message);
        Assert.Throws<ArgumentException>(() => Implementations.Get(implementation).MultiplyByOwnTranspose(a.View, c.View));
    }

    private static void Check(string implementation, int m, int n, int k, Layout aLayout, Layout bLayout, Layout cLayout, bool accumulate, int threads)
    {
        using var a = new BorderedMatrix(m, k, aLayout, 1);
        using var b = new BorderedMatrix(k, n, bLayout, 2);
        using var c = new BorderedMatrix(m, n, cLayout, 3);
        using var before = new BorderedMatrix(m, n, Layout.Rows, 3);
        var bordersBefore = c.CountNaN();
        Implementations.Get(implementation).Multiply(a.View, b.View, c.View, accumulate, threads);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var (expected, magnitude) = Define(a.View, b.View, accumulate ? before.View[i, j] : 0, i, j);
                var tolerance = (k + 1) * UnitRoundoff * magnitude;
                if (!(Math.Abs(c.View[i, j] - expected) <= tolerance))
                    Expect.Near(expected, c.View[i, j], tolerance, $"K + 1 roundings, [{i}, {j}] of {m} x {n} x {k}, {aLayout} {bLayout} {cLayout}, {threads} threads");
            }
        }
        Assert.Equal(bordersBefore, c.CountNaN());
    }

    /// <summary>c + sum over k of a b, and of |a b|, in float64.</summary>
    private static (double Sum, double Magnitude) Define(MatrixView a, MatrixView b, double c, int i, int j)
    {
        var (sum, magnitude) = (c, Math.Abs(c));
        for (var k = 0; k < a.ColumnCount; k++)
        {
            var term = (double)a[i, k] * b[k, j];
            sum += term;
            magnitude += Math.Abs(term);
        }
        return (sum, magnitude);
    }
}
