namespace Quanta.Numerics.Tests.Products;

/// <summary>C = A A^T.</summary>
public class SymmetricProductTests
{
    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void The_product_by_the_own_transpose_is_symmetric_and_near_the_definition(string implementation)
    {
        foreach (var (m, k) in new[] { (0, 3), (1, 0), (1, 1), (2, 5), (14, 7), (15, 16), (33, 17), (47, 401), (131, 10) })
            foreach (var layout in Enum.GetValues<Layout>())
                foreach (var threads in new[] { 1, 2, 3 })
                    Check(implementation, m, k, layout, accumulate: threads == 2, threads);
    }

    /// <summary>Promised by the managed product: a caller may exchange one call for the other.</summary>
    [Theory]
    [MemberData(nameof(Implementations.Reproducible), MemberType = typeof(Implementations))]
    public void The_product_by_the_own_transpose_has_the_bits_of_the_general_product(string implementation)
    {
        foreach (var (m, k) in new[] { (1, 9), (31, 385), (129, 40), (90, 770) })
        {
            foreach (var threads in new[] { 1, 2, 5 })
            {
                using var a = new BorderedMatrix(m, k, Layout.Rows, 1);
                using var symmetric = new BorderedMatrix(m, m, Layout.Rows, 2);
                using var general = new BorderedMatrix(m, m, Layout.Rows, 3);
                Implementations.Get(implementation).MultiplyByOwnTranspose(a.View, symmetric.View, threads: threads);
                Implementations.Get(implementation).Multiply(a.View, a.View.Transposed, general.View);
                Bits.Equal(general.View, symmetric.View, $"{m} x {k}, {threads} threads");
            }
        }
    }

    private static void Check(string implementation, int m, int k, Layout layout, bool accumulate, int threads)
    {
        using var a = new BorderedMatrix(m, k, layout, 1);
        using var c = new BorderedMatrix(m, m, layout, 2);
        using var expected = new BorderedMatrix(m, m, Layout.Rows, 2);
        for (var i = 0; i < m; i++)
            for (var j = 0; j < i; j++) (c.View[j, i], expected.View[j, i]) = (c.View[i, j], c.View[i, j]);
        var bordersBefore = c.CountNaN();
        Implementations.Get(implementation).MultiplyByOwnTranspose(a.View, c.View, accumulate, threads);
        Implementations.Get("naive").Multiply(a.View, a.View.Transposed, expected.View, accumulate);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < m; j++)
            {
                if (c.View[i, j] != c.View[j, i]) Assert.Equal(c.View[j, i], c.View[i, j]);
                var tolerance = (k + 2) * (k + 1) / (double)(1 << 24);
                if (!(Math.Abs(c.View[i, j] - expected.View[i, j]) <= tolerance))
                    Expect.Near(expected.View[i, j], c.View[i, j], tolerance, $"K + 2 roundings of sums of at most K + 1, [{i}, {j}] of {m} x {k}, {layout}");
            }
        }
        Assert.Equal(bordersBefore, c.CountNaN());
    }
}
