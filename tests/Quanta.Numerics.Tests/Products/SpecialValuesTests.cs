using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Tests.Products;

/// <summary>NaN and infinity go where IEEE 754 sends them, and nowhere else.</summary>
public class SpecialValuesTests
{
    private const int M = 19, N = 37, K = 21;

    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void NaN_in_A_spoils_its_row_alone_and_NaN_in_B_its_column_alone(string implementation)
    {
        using var c = Multiply(implementation, (a, b) => (a[4, 20], b[0, 35]) = (float.NaN, float.NaN));
        for (var i = 0; i < M; i++)
            for (var j = 0; j < N; j++) Assert.Equal(i == 4 || j == 35, float.IsNaN(c[i, j]));
    }

    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void Infinity_times_zero_is_NaN_and_infinity_keeps_its_sign(string implementation)
    {
        using var c = Multiply(implementation, (a, b) =>
        {
            a[M - 1, 3] = float.PositiveInfinity;
            for (var j = 0; j < N; j++) b[3, j] = j % 3 - 1;
        });
        for (var j = 0; j < N; j++)
            Assert.Equal((j % 3) switch { 0 => float.NegativeInfinity, 1 => float.NaN, _ => float.PositiveInfinity }, c[M - 1, j]);
        for (var i = 0; i < M - 1; i++)
            for (var j = 0; j < N; j++) Assert.True(float.IsFinite(c[i, j]));
    }

    /// <summary>What C held must not show through when it is overwritten, be it NaN.</summary>
    [Theory]
    [MemberData(nameof(Implementations.All), MemberType = typeof(Implementations))]
    public void NaN_in_C_is_overwritten_and_stays_when_accumulating(string implementation)
    {
        foreach (var depth in new[] { 0, K })
        {
            using var a = new Matrix(M, depth);
            using var b = new Matrix(depth, N);
            using var c = new Matrix(M, N);
            c[2, 2] = float.NaN;
            Implementations.Get(implementation).Multiply(a.View, b.View, c.View, accumulate: true);
            Assert.True(float.IsNaN(c[2, 2]));
            Implementations.Get(implementation).Multiply(a.View, b.View, c.View);
            Assert.Equal(0, c[2, 2]);
        }
    }

    private static Matrix Multiply(string implementation, Action<Matrix, Matrix> spoil)
    {
        using var a = new Matrix(M, K);
        using var b = new Matrix(K, N);
        for (var i = 0; i < M; i++) a.Row(i).Fill(0.5f);
        for (var k = 0; k < K; k++) b.Row(k).Fill(0.25f);
        spoil(a, b);
        var c = new Matrix(M, N);
        Implementations.Get(implementation).Multiply(a.View, b.View, c.View);
        return c;
    }
}
