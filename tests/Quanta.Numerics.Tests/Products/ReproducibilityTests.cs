using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Products;

/// <summary>The promise of the managed product: an element's bits follow from its row of A, its column of B and K alone.</summary>
public class ReproducibilityTests
{
    private const int M = 71, N = 149, K = 1031;

    [Theory]
    [MemberData(nameof(Implementations.Reproducible), MemberType = typeof(Implementations))]
    public void An_element_has_the_bits_of_its_definition(string implementation)
    {
        foreach (var accumulate in new[] { false, true })
        {
            using var a = new BorderedMatrix(M, K, Layout.Rows, 1);
            using var b = new BorderedMatrix(K, N, Layout.Rows, 2);
            using var c = new BorderedMatrix(M, N, Layout.Rows, 3);
            using var expected = new BorderedMatrix(M, N, Layout.Rows, 3);
            Define(a.View, b.View, expected.View, accumulate);
            Implementations.Get(implementation).Multiply(a.View, b.View, c.View, accumulate);
            Bits.Equal(expected.View, c.View, $"accumulate {accumulate}");
        }
    }

    [Theory]
    [MemberData(nameof(Implementations.Reproducible), MemberType = typeof(Implementations))]
    public void The_layout_does_not_change_a_bit(string implementation)
    {
        const int m = 29, n = 45, k = 531;
        using var expected = Multiply(implementation, m, n, k, Layout.Rows, Layout.Rows, Layout.Rows);
        foreach (var a in Enum.GetValues<Layout>())
            foreach (var b in Enum.GetValues<Layout>())
                foreach (var c in Enum.GetValues<Layout>())
                {
                    using var actual = Multiply(implementation, m, n, k, a, b, c);
                    Bits.Equal(expected.View, actual.View, $"{a} {b} {c}");
                }
    }

    [Theory]
    [MemberData(nameof(Implementations.Reproducible), MemberType = typeof(Implementations))]
    public void The_number_of_threads_does_not_change_a_bit(string implementation)
    {
        using var expected = Multiply(implementation, M, N, K, Layout.Rows, Layout.Rows, Layout.Rows);
        foreach (var threads in new[] { 2, 3, 7 })
        {
            using var actual = Multiply(implementation, M, N, K, Layout.Rows, Layout.Columns, Layout.Columns, threads);
            Bits.Equal(expected.View, actual.View, $"{threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(Implementations.Reproducible), MemberType = typeof(Implementations))]
    public void A_block_of_rows_and_columns_alone_has_the_bits_it_has_in_the_whole(string implementation)
    {
        using var a = new BorderedMatrix(M, K, Layout.Rows, 1);
        using var b = new BorderedMatrix(K, N, Layout.Rows, 2);
        using var whole = Multiply(implementation, M, N, K, Layout.Rows, Layout.Rows, Layout.Rows);
        foreach (var (row, rows) in new[] { (0, 1), (M - 1, 1), (5, 2), (7, 4), (11, 9), (1, 16), (3, 33), (0, M) })
        {
            foreach (var (column, columns) in new[] { (0, 1), (N - 1, 1), (16, 16), (9, 32), (31, 70), (0, N) })
            {
                using var part = new BorderedMatrix(rows, columns, Layout.Rows, 4);
                Implementations.Get(implementation).Multiply(a.View.Rows(row, rows), b.View.Columns(column, columns), part.View);
                Bits.Equal(whole.View.Block(row, rows, column, columns), part.View, $"rows {row} + {rows}, columns {column} + {columns}");
            }
        }
    }

    private static BorderedMatrix Multiply(
        string implementation, int m, int n, int k, Layout aLayout, Layout bLayout, Layout cLayout, int threads = 1)
    {
        using var a = new BorderedMatrix(m, k, aLayout, 1);
        using var b = new BorderedMatrix(k, n, bLayout, 2);
        var c = new BorderedMatrix(m, n, cLayout, 3);
        Implementations.Get(implementation).Multiply(a.View, b.View, c.View, threads: threads);
        return c;
    }

    /// <summary>The definition in <see cref="ManagedProduct"/>'s remarks, literally.</summary>
    private static void Define(MatrixView a, MatrixView b, MatrixView c, bool accumulate)
    {
        const int depth = 512;
        for (var i = 0; i < c.RowCount; i++)
        {
            for (var j = 0; j < c.ColumnCount; j++)
            {
                for (var start = 0; start < a.ColumnCount; start += depth)
                {
                    var sum = 0f;
                    for (var k = start; k < Math.Min(start + depth, a.ColumnCount); k++) sum = MathF.FusedMultiplyAdd(a[i, k], b[k, j], sum);
                    c[i, j] = accumulate || start > 0 ? c[i, j] + sum : sum;
                }
            }
        }
    }
}
