using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Tests.Matrices;

public class NormTests
{
    [Theory]
    [InlineData(1e-42f)]
    [InlineData(1e-30f)]
    [InlineData(1e-19f)]
    [InlineData(1)]
    [InlineData(1e19f)]
    [InlineData(1e38f)]
    public void The_norm_of_tiny_and_huge_entries_is_that_of_float64(float scale)
    {
        float[] vector = [.. Enumerable.Range(0, 3000).Select(i => i % 7 == 0 ? 0 : scale * (1 + i % 3))];
        var expected = Math.Sqrt(vector.Sum(value => (double)value * value));
        Expect.Near(expected, Norm.Euclidean(vector), 1e-6 * expected, "slices of 1,024 squares summed in float32");
    }

    [Fact]
    public void Nothing_has_norm_0_and_NaN_stays()
    {
        Assert.Equal(0, Norm.Euclidean([]));
        Assert.Equal(0, Norm.Euclidean(new float[2000]));
        Assert.True(double.IsNaN(Norm.Euclidean([1, float.NaN, 0])));
        Assert.Equal(double.PositiveInfinity, Norm.Euclidean([1, float.NegativeInfinity]));
    }
}
