using System.Numerics;
using Quanta.Formats.Arrays;

namespace Quanta.Formats.Tests.Arrays;

public sealed class NumberConversionTests
{
    // Lengths around the vector widths, none included.
    private static readonly int[] Lengths = [0, 1, 2, 7, 16, 17, 33, 65];

    [Fact]
    public void Every_pair_of_types_converts_as_one_by_one()
    {
        From<sbyte>();
        From<short>();
        From<int>();
        From<long>();
        From<byte>();
        From<ushort>();
        From<uint>();
        From<ulong>();
    }

    [Fact]
    public void Floats_convert_to_floats_as_a_cast_does()
    {
        var halves = Enumerable.Range(0, 1 << 16).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray();
        var (singles, doubles) = (new float[halves.Length], new double[halves.Length]);
        Assert.Equal(NumberConversion.AllExact, NumberConversion.Convert<Half, float>(halves, singles));
        Assert.Equal(NumberConversion.AllExact, NumberConversion.Convert<float, double>(singles, doubles));
        Assert.Equal(halves.Select(half => (float)half), singles);
        Assert.Equal(singles.Select(single => (double)single), doubles);

        double[] wide = [0.1, -1e-50, 1e300, double.NaN, 1 + 1e-10, -0.0, 3];
        var narrow = new float[wide.Length];
        Assert.Equal(NumberConversion.AllExact, NumberConversion.Convert<double, float>(wide, narrow));
        Assert.Equal(wide.Select(value => (float)value), narrow);
    }

    [Fact]
    public void Large_integers_convert_to_floats_only_where_exact()
    {
        var single = new float[1];
        Assert.Equal(NumberConversion.AllExact, NumberConversion.Convert<long, float>([1L << 62], single));
        Assert.Equal(1L << 62, (double)single[0]);
        Assert.Equal(0, NumberConversion.Convert<long, float>([long.MaxValue], single));
        Assert.Equal(0, NumberConversion.Convert<ulong, float>([ulong.MaxValue], single));
        Assert.Equal(0, NumberConversion.Convert<long, double>([(1L << 53) + 1], new double[1]));
        Assert.Equal(NumberConversion.AllExact, NumberConversion.Convert<long, double>([(1L << 53) + 2], new double[1]));
        Assert.Equal(2, NumberConversion.Convert<int, short>([1, -32768, 32768], new short[3]));
        Assert.Equal(0, NumberConversion.Convert<sbyte, ulong>([-1], new ulong[1]));
    }

    private static void From<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Pair<T, sbyte>();
        Pair<T, byte>();
        Pair<T, short>();
        Pair<T, ushort>();
        Pair<T, int>();
        Pair<T, uint>();
        Pair<T, long>();
        Pair<T, ulong>();
        Pair<T, float>();
        Pair<T, double>();
    }

    private static void Pair<TFrom, TTo>()
        where TFrom : unmanaged, INumber<TFrom>, IMinMaxValue<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        foreach (var length in Lengths)
        {
            Check<TFrom, TTo>([.. Enumerable.Range(0, length).Select(TFrom.CreateTruncating)]);
            Check<TFrom, TTo>([.. Enumerable.Range(0, length).Select(i => i == length - 1 ? TFrom.MaxValue : TFrom.CreateTruncating(i))]);
            Check<TFrom, TTo>([.. Enumerable.Range(0, length).Select(i => i == length / 2 ? TFrom.MinValue : TFrom.One)]);
        }
    }

    private static void Check<TFrom, TTo>(TFrom[] source)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        var destination = new TTo[source.Length];
        var result = NumberConversion.Convert<TFrom, TTo>(source, destination);

        var expected = Array.FindIndex(source, value => BigInteger.CreateTruncating(TTo.CreateSaturating(value)) != BigInteger.CreateTruncating(value));
        Assert.Equal(expected, result);
        if (expected == NumberConversion.AllExact) Assert.Equal(source.Select(TTo.CreateTruncating), destination);
    }
}
