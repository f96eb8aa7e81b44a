using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Tests.Products;

/// <summary>A right operand packed beforehand gives the bits of the unpacked one.</summary>
public class PackedMatrixTests
{
    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void A_packed_operand_gives_the_bits_of_the_unpacked(string implementation)
    {
        foreach (var (n, k) in new[] { (0, 3), (1, 1), (31, 17), (32, 0), (45, 513), (301, 20), (700, 5) })
        {
            foreach (var layout in Enum.GetValues<Layout>())
            {
                using var b = new BorderedMatrix(k, n, layout, 1);
                using var packed = Implementations.Get(implementation).Pack(b.View);
                Assert.Equal((k, n), (packed.RowCount, packed.ColumnCount));
                foreach (var m in new[] { 0, 1, 5, 30, 130 }) Check(Implementations.Get(implementation), m, b.View, packed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Implementations.Reproducible), MemberType = typeof(Implementations))]
    public void Threads_share_a_packed_operand(string implementation)
    {
        using var a = new BorderedMatrix(90, 600, Layout.Rows, 1);
        using var b = new BorderedMatrix(600, 333, Layout.Columns, 2);
        using var expected = new BorderedMatrix(90, 333, Layout.Rows, 3);
        using var packed = Implementations.Get(implementation).Pack(b.View);
        Implementations.Get(implementation).Multiply(a.View, b.View, expected.View);
        foreach (var threads in new[] { 2, 3, 5 })
        {
            using var actual = new BorderedMatrix(90, 333, Layout.Rows, 3);
            Implementations.Get(implementation).Multiply(a.View, packed, actual.View, threads: threads);
            Bits.Equal(expected.View, actual.View, $"{threads} threads");
        }
    }

    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void Packing_copies(string implementation)
    {
        using var a = Matrix.From(1, 2, [1, 2]);
        using var b = Matrix.From(2, 1, [3, 4]);
        using var c = new Matrix(1, 1);
        using var packed = Implementations.Get(implementation).Pack(b.View);
        b.Clear();
        Implementations.Get(implementation).Multiply(a.View, packed, c.View);
        Assert.Equal(11, c[0, 0]);
    }

    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void A_matrix_packed_by_another_product_is_refused(string implementation)
    {
        using var matrix = new Matrix(2, 2);
        using var packed = ((IMatrixProduct)new ManagedProduct()).Pack(matrix.View);
        using var c = new Matrix(2, 2);
        var error = Assert.Throws<ArgumentException>(() => Implementations.Get(implementation).Multiply(matrix.View, packed, c.View));
        Assert.Contains("packed by the product 'managed'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void Shapes_that_do_not_agree_are_refused(string implementation)
    {
        using var a = new Matrix(2, 3);
        using var b = new Matrix(4, 5);
        using var c = new Matrix(2, 5);
        using var packed = Implementations.Get(implementation).Pack(b.View);
        Assert.Throws<ArgumentException>(() => Implementations.Get(implementation).Multiply(a.View, packed, c.View));
    }

    private static void Check(IMatrixProduct product, int m, MatrixView b, PackedMatrix packed)
    {
        foreach (var accumulate in new[] { false, true })
        {
            using var a = new BorderedMatrix(m, b.RowCount, Layout.Rows, 2);
            using var expected = new BorderedMatrix(m, b.ColumnCount, Layout.Rows, 3);
            using var actual = new BorderedMatrix(m, b.ColumnCount, Layout.Rows, 3);
            product.Multiply(a.View, b, expected.View, accumulate);
            product.Multiply(a.View, packed, actual.View, accumulate);
            if (product is NativeProduct) ExpectNear(expected.View, actual.View, b.RowCount);
            else Bits.Equal(expected.View, actual.View, $"{m} x {b.ColumnCount} x {b.RowCount}, accumulate {accumulate}");
        }
    }

    /// <summary>A native library sees another layout, so it may add in another order: K + 1 roundings on each side of sums of at most K + 1.</summary>
    private static void ExpectNear(MatrixView expected, MatrixView actual, int k)
    {
        for (var i = 0; i < expected.RowCount; i++)
            for (var j = 0; j < expected.ColumnCount; j++)
                Expect.Near(expected[i, j], actual[i, j], 2.0 * (k + 1) * (k + 1) / (1 << 24), "two orders of addition");
    }
}
