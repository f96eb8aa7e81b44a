using Quanta.Numerics.Random;
using Quanta.Numerics.Sketches;

namespace Quanta.Numerics.Tests.Sketches;

public class CountSketchTests
{
    public static TheoryData<int, int> Shapes => new() { { 0, 4 }, { 1, 1 }, { 5, 8 }, { 8, 8 }, { 9, 8 }, { 100, 7 }, { 1000, 64 }, { 1001, 65 }, { 63, 1000 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Adding_a_vector_equals_the_definition(int length, int dimensions)
    {
        var sketch = new CountSketch(length, dimensions, seed: 3);
        var vector = Gaussians(length, 1);
        var expected = new float[dimensions];
        for (var j = 0; j < length; j++) expected[sketch.Place(j)] += sketch.Sign(j) * vector[j];
        var actual = new float[dimensions];
        sketch.Add(0, vector, actual);
        Assert.Equal(expected, actual);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Pieces_in_order_give_the_same_bits_as_the_whole(int length, int dimensions)
    {
        var sketch = new CountSketch(length, dimensions, seed: 3);
        var vector = Gaussians(length, 1);
        var (whole, pieces) = (new float[dimensions], new float[dimensions]);
        sketch.Add(0, vector, whole);
        var random = new Philox(9);
        for (var at = 0; at < length;)
        {
            var run = Math.Min(1 + random.NextInt32(20), length - at);
            sketch.Add(at, vector.AsSpan(at, run), pieces);
            at += run;
        }
        Assert.Equal(whole, pieces);
    }

    /// <summary>Over many seeds the estimate's mean and variance are those of theory: unbiased, at most (|x|^2 |y|^2 + (x.y)^2) / m.</summary>
    [Fact]
    public void Inner_products_are_unbiased_with_the_variance_of_theory()
    {
        const int length = 2000, dimensions = 64, seeds = 2000;
        var (x, y) = (Gaussians(length, 1), Gaussians(length, 2));
        for (var i = 0; i < length; i++) y[i] += 0.5f * x[i];
        var (xy, xx, yy) = (Dot(x, y), Dot(x, x), Dot(y, y));
        var estimates = Enumerable.Range(0, seeds).Select(seed => Estimate(new CountSketch(length, dimensions, (ulong)seed), x, y)).ToArray();
        var bound = (xx * yy + xy * xy) / dimensions;
        var variance = estimates.Average(e => (e - xy) * (e - xy));
        Expect.Near(xy, estimates.Average(), 5 * Math.Sqrt(bound / seeds), "five standard errors of the mean");
        Expect.Near(1, variance / bound, 0.16, "five standard errors of a variance, sqrt(2 / seeds), for vectors without large entries, for which the bound is tight");
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(10, 1)]
    [InlineData(5, 6)]
    public void Entries_outside_the_vector_are_refused(long offset, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CountSketch(10, 4, 0).Add(offset, new float[count], new float[4]));

    private static double Estimate(CountSketch sketch, float[] x, float[] y)
    {
        var (sx, sy) = (new float[sketch.Dimensions], new float[sketch.Dimensions]);
        sketch.Add(0, x, sx);
        sketch.Add(0, y, sy);
        return Dot(sx, sy);
    }

    private static double Dot(float[] x, float[] y) => x.Zip(y, (a, b) => (double)a * b).Sum();

    private static float[] Gaussians(int count, ulong seed)
    {
        var random = new Philox(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }
}
