using System.Numerics;
using System.Text;
using Quanta.Formats.Numpy;
using Quanta.Formats.Pickles;

namespace Quanta.Formats.Tests.Pickles;

public sealed class PickleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Every_protocol_gives_the_same_values(int protocol)
    {
        var value = Assert.IsType<PickleDictionary>(Pickle.Read(Golden.Path($"protocol{protocol}.pkl")));

        Assert.Equal([null, true, false], [value["none"], value["true"], value["false"]]);
        Assert.Equal([0, 1, -1, 255, 256, 65535, 65536, -(1L << 31), 1L << 31, long.MaxValue, long.MinValue], Integers(value["integers"]));
        Assert.Equal([BigInteger.One << 63, -(BigInteger.One << 63) - 1, (BigInteger.One << 2000) + 1], List(value["large"]));
        Assert.True(List(value["floats"]).TryGetFloats(out var floats));
        Assert.Equal([0.0, -1.5, 1e300, double.PositiveInfinity], floats.ToArray());
        Assert.Equal(["", "plain", "quote ' \" \\ \n", "\u00E9\u20AC\U0001F600"], List(value["text"]));
        Assert.Equal([0, 255, 128, .. " bytes"u8], Assert.IsType<byte[]>(value["bytes"]));
        Assert.Equal([[], [1L], [1L, 2L], [1L, 2L, 3L], [1L, 2L, 3L, 4L]], List(value["tuples"]).Cast<object?[]>());
        Assert.Equal([1L, 2.0, "three"], List(value["mixed"]));
        Assert.Same(List(value["shared"])[0], List(value["shared"])[1]);
        Assert.Equal([7L], Integers(value["set"]));
        Assert.Equal(["b", "a"], Assert.IsType<PickleDictionary>(value["ordered"]).Keys);
        Assert.Equal(["integer key", "tuple key"], [value[3L], value[new object?[] { 1L, "a" }]]);
        Assert.Equal("abc"u8.ToArray(), Assert.IsType<byte[]>(value["bytearray"]));
        Assert.Equal(Enumerable.Range(0, 2500).Select(i => (long)i), Integers(value["many"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Arrays_of_every_protocol_come_with_shape_and_type(int protocol)
    {
        var value = Assert.IsType<PickleDictionary>(Pickle.Read(Golden.Path($"protocol{protocol}.pkl")));

        var array = Assert.IsType<NpyArray>(value["array"]);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([0, 1, 2, 3, 4, 5], array.Values<int>().ToArray());
        var fortran = Assert.IsType<NpyArray>(value["fortran"]);
        Assert.Equal([2, 3, 4], fortran.Shape);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (float)i)], fortran.Values<float>().ToArray());
        Assert.Equal([0, 1, 2], Assert.IsType<NpyArray>(value["same dtype"]).ToInt32());
        Assert.Equal([true, false], Assert.IsType<NpyArray>(value["bool array"]).Values<bool>().ToArray());
        Assert.Equal([0.5, -7L, true], List(value["scalars"]));
    }

    [Fact]
    public void NumPy_2_and_Python_2_read_too()
    {
        Assert.Equal([0.0, 1, 2], Assert.IsType<NpyArray>(Pickle.Read(Golden.Path("numpy2.pkl"))).ToDouble());

        var list = List(Pickle.Read(Golden.Path("python2.pkl")));
        Assert.Equal(["it's A\n", true, -5L, 12L, 1.5], list.Take(5));
        Assert.Equal(2L, Assert.IsType<PickleDictionary>(list[5])["it's A\n"]);
    }

    [Fact]
    public void A_stream_reads_as_a_file_does()
    {
        using var stream = File.OpenRead(Golden.Path("protocol4.pkl"));

        Assert.True(Assert.IsType<PickleDictionary>(Pickle.Read(stream, "the stream")).ContainsKey("many"));
    }

    [Fact]
    public void A_global_that_is_not_allowed_is_named_and_not_run()
    {
        var exception = Assert.Throws<InvalidDataException>(() => Pickle.Read(Golden.Path("system.pkl")));

        Assert.StartsWith(Golden.Path("system.pkl"), exception.Message, StringComparison.Ordinal);
        Assert.Contains("'posix.system'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_globals_can_be_allowed()
    {
        var globals = new Dictionary<string, Func<IReadOnlyList<object?>, object?>> { ["posix.system"] = arguments => $"not run: {arguments[0]}" };

        var value = Pickle.Read(Golden.Path("system.pkl"), new PickleOptions { Globals = globals });

        Assert.Equal("not run: echo this must never run", value);
    }

    [Theory]
    [InlineData("", "truncated")]
    [InlineData("K", "truncated")]
    [InlineData(".", "empty stack")]
    [InlineData("N.N", "follow it")]
    [InlineData("]NNs.", "a dictionary was required")]
    [InlineData("t.", "mark")]
    [InlineData("(N0.", "empty stack")]
    [InlineData("(0.", "empty stack")]
    [InlineData("Na.", "empty stack")]
    [InlineData("NNa.", "a list was required")]
    [InlineData("}(Nu.", "without a value")]
    [InlineData("}]Ns.", "neither a string")]
    [InlineData("}NNs.", "neither a string")]
    [InlineData("h\u0001.", "memo")]
    [InlineData("NNR.", "no global")]
    [InlineData("cbuiltins\nint\n)R.", "only known as a name")]
    [InlineData("cbuiltins\neval\n.", "'builtins.eval'")]
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n)RNb.", "array")]
    [InlineData("cnumpy\ndtype\n)R.", "arguments")]
    [InlineData("c_codecs\nencode\n(X\u0001\0\0\0aX\u0004\0\0\0utf8tR.", "arguments")]
    [InlineData("Q.", "empty stack")]
    [InlineData("NQ.", "outside itself")]
    [InlineData("\u0080\u0006N.", "protocol 6")]
    [InlineData("\u0097.", "0x97")]
    [InlineData("I12x\n.", "whole number")]
    [InlineData("Fabc\n.", "no number")]
    [InlineData("S'open\n.", "not quoted")]
    [InlineData("V\\u12\n.", "damaged escape")]
    [InlineData("X\u0002\0\0\0\u00C3\u0028.", "UTF-8")]
    [InlineData("B\u00FF\u00FF\u00FF\u00FFabc.", "4294967295 bytes")]
    [InlineData("\u008E\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u007Fabc.", "9223372036854775807 bytes")]
    [InlineData("\u008B\u00FF\u00FF\u00FF\u00FFabc.", "4294967295 bytes")]
    public void Damage_is_described(string pickle, string reason)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Pickle.Read(new MemoryStream(Encoding.Latin1.GetBytes(pickle)), "the pickle file"));

        Assert.StartsWith("the pickle file: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_keep_numbers_unboxed_until_something_else_comes()
    {
        var list = new PickleList();
        list.Add(1L);
        list.Add(2L);
        Assert.True(list.TryGetIntegers(out var integers));
        Assert.Equal([1L, 2L], integers.ToArray());
        Assert.False(list.TryGetFloats(out _));
        list.Add(null);
        Assert.False(list.TryGetIntegers(out _));
        Assert.Equal([1L, 2L, null], list);
        Assert.True(new PickleList().TryGetFloats(out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PickleList()[0]);
    }

    private static PickleList List(object? value) => Assert.IsType<PickleList>(value);

    private static long[] Integers(object? value)
    {
        Assert.True(List(value).TryGetIntegers(out var integers));
        return integers.ToArray();
    }
}
