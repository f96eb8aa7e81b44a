using System.Numerics;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;
using Quanta.Numerics.Sketches;

namespace Quanta.Numerics.Tests.Sketches;

/// <summary>The fast transform against the definition in float64, for every length that a sketch may have up to 4,096.</summary>
public unsafe class RealTransformTests
{
    public static TheoryData<int> Lengths => new(Enumerable.Range(1, 12).Select(log => 1 << log));

    [Theory, MemberData(nameof(Lengths))]
    public void Lanes_are_the_transform_by_definition(int length)
    {
        using var input = RandomLines(length, 1);
        using var output = Transformed(length, input);
        var frequencies = Frequencies(length);
        foreach (var lane in length > 1024 ? new[] { 7 } : [0, 7])
        {
            var expected = Naive(length, j => input[j, lane]);
            var (error, energy) = (0.0, 0.0);
            foreach (var (re, im, frequency) in frequencies)
            {
                var actual = new Complex(output[re, lane], im < 0 ? 0 : output[im, lane]);
                error += Math.Pow((actual - expected[frequency]).Magnitude, 2);
                energy += Math.Pow(expected[frequency].Magnitude, 2);
            }
            Expect.Near(0, Math.Sqrt(error / energy), 1e-7 * (1 + int.Log2(length)), "each of log2 m steps rounds to a few 2^-24, about 6e-8 of the norm");
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void One_of_each_pair_of_conjugate_frequencies_comes_out(int length)
    {
        var seen = Frequencies(length).Select(f => Math.Min(f.Frequency, length - f.Frequency));
        Assert.Equal(Enumerable.Range(0, length / 2 + 1), seen.Order());
    }

    [Theory, MemberData(nameof(Lengths))]
    public void A_lane_does_not_depend_on_the_others(int length)
    {
        using var input = RandomLines(length, 1);
        using var alone = new Matrix(length, Lanes.Count);
        for (var j = 0; j < length; j++) alone[j, 5] = input[j, 5];
        using var together = Transformed(length, input);
        using var single = Transformed(length, alone);
        for (var k = 0; k < length; k++) Assert.Equal(together[k, 5], single[k, 5]);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Products_add_up_to_the_transform_of_a_convolution(int length)
    {
        using var x = RandomLines(length, 1);
        using var y = RandomLines(length, 2);
        using var convolution = new Matrix(length, Lanes.Count);
        var lanes = length > 512 ? 1 : Lanes.Count;
        for (var lane = 0; lane < lanes; lane++)
            for (var j = 0; j < length; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < length; k++) sum += (double)x[k, lane] * y[(j - k + length) % length, lane];
                convolution[j, lane] = (float)sum;
            }
        using var expected = Transformed(length, convolution);
        for (var j = 0; j < length; j++) x.Row(j)[lanes..].Clear();
        using var left = Transformed(length, x);
        using var right = Transformed(length, y);
        using var actual = new Matrix(length, Lanes.Count);
        RealTransform.Of(length).AddProduct(Lines(left), Lines(right), Lines(actual));
        Expect.NearInNorm(Values(expected), Values(actual), 3e-7 * (1 + int.Log2(length)), "three transforms, each of a relative error up to 1e-7 (1 + log2 m)");
    }

    /// <summary>The places of each frequency, read off the transform of a unit impulse at 1, which is e^(-2 pi i f / m); -1 for an imaginary part that is 0.</summary>
    private static List<(int Re, int Im, int Frequency)> Frequencies(int length)
    {
        using var impulse = new Matrix(length, Lanes.Count);
        impulse[1, 0] = 1;
        using var output = Transformed(length, impulse);
        var places = new List<(int Re, int Im)> { (0, -1), (1, -1) };
        for (var n = 4; n <= length; n *= 2)
            for (var k = 0; k < n / 4; k++) places.Add((n / 2 + k, n / 2 + n / 4 + k));
        return [.. places.Select(p => (p.Re, p.Im, Frequency(output[p.Re, 0], p.Im < 0 ? 0 : output[p.Im, 0])))];

        int Frequency(double re, double im) => ((int)Math.Round(-Math.Atan2(im, re) * length / (2 * Math.PI)) + length) % length;
    }

    private static Complex[] Naive(int length, Func<int, double> value)
    {
        var roots = Enumerable.Range(0, length).Select(j => Complex.FromPolarCoordinates(1, -2 * Math.PI * j / length)).ToArray();
        var values = Enumerable.Range(0, length).Select(value).ToArray();
        var result = new Complex[length];
        for (var k = 0; k <= length / 2; k++)
            for (var j = 0; j < length; j++) result[k] += roots[(int)((long)j * k % length)] * values[j];
        for (var k = length / 2 + 1; k < length; k++) result[k] = Complex.Conjugate(result[length - k]);
        return result;
    }

    private static Matrix Transformed(int length, Matrix input)
    {
        var output = new Matrix(length, Lanes.Count);
        for (var j = 0; j < length; j++) input.Row(j).CopyTo(output.Row(j));
        RealTransform.Of(length).Forward(Lines(output));
        return output;
    }

    private static Vector256<float>* Lines(Matrix matrix) => (Vector256<float>*)matrix.View.Data;

    private static ReadOnlySpan<float> Values(Matrix matrix) => new(matrix.View.Data, matrix.Rows * matrix.Columns);

    private static Matrix RandomLines(int length, ulong seed)
    {
        var random = new Philox(seed);
        var matrix = new Matrix(length, Lanes.Count);
        for (var j = 0; j < length; j++)
            foreach (ref var value in matrix.Row(j)) value = (float)random.NextGaussian();
        return matrix;
    }
}
