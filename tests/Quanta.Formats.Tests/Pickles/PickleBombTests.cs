using System.Text;
using Quanta.Formats.Numpy;
using Quanta.Formats.Pickles;

namespace Quanta.Formats.Tests.Pickles;

/// <summary>Small pickles that ask for much.</summary>
public sealed class PickleBombTests
{
    private const int Repetitions = 200_000;

    [Theory]
    [InlineData("]")]
    [InlineData("}")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("\u0085")]
    [InlineData("2")]
    [InlineData("(l")]
    [InlineData("\u0094")]
    [InlineData("K\u0001")]
    public void A_million_of_any_opcode_costs_no_more_than_a_constant_each(string opcode)
    {
        var pickle = Bytes("N" + string.Concat(Enumerable.Repeat(opcode, Repetitions)) + "N.");

        // A list is 40 bytes, a box 24, a stack slot or a memo entry up to 2 x 40 while its table doubles.
        Assert.InRange(Allocated(() => Read(pickle)), 0, 200L * Repetitions + 1_000_000);
    }

    [Fact]
    public void A_million_nested_tuples_neither_overflow_the_stack_nor_serve_as_a_key()
    {
        var nested = "N" + new string('\u0085', 1_000_000);
        Assert.IsType<object?[]>(Read(Bytes(nested + ".")));

        Assert.Throws<InvalidDataException>(() => Read(Bytes("}" + nested + "Ns.")));
    }

    [Fact]
    public void A_list_may_contain_itself()
    {
        var list = Assert.IsType<PickleList>(Read(Bytes("]\u0094h\0a.")));

        Assert.Same(list, list[0]);
    }

    [Fact]
    public void Large_memo_numbers_cost_nothing() => Assert.InRange(Allocated(() => Read(Bytes("Nr\u00FF\u00FF\u00FF\u00FFp999999999999\n."))), 0, 1_000_000);

    [Fact]
    public void An_array_of_10_to_the_18_elements_is_refused()
    {
        var pickle = Bytes("cnumpy.core.numeric\n_frombuffer\n(C\u0008\0\0\0\0\0\0\0\0" + Dtype + "\u008A\u0008\0\0\u0064\u00A7\u00B3\u00B6\u00E0\u000D\u0085U\u0001CtR.");

        Assert.Contains("has 8 bytes", Assert.Throws<InvalidDataException>(() => Read(pickle)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_large_value_named_many_times_cannot_be_copied_each_time()
    {
        const int Length = 100_000;
        var bytes = $"B{(char)(Length & 255)}{(char)(Length >> 8 & 255)}{(char)(Length >> 16)}\0{new string('a', Length)}\u0094";
        var shape = $"J{(char)(Length / 2 & 255)}{(char)(Length / 2 >> 8)}\0\0K\u0002\u0086\u0094";
        var copy = "cnumpy.core.numeric\n_frombuffer\n(h\0h\u0001h\u0002U\u0001FtR";
        var dtype = "cnumpy\ndtype\n(U\u0002i1tR(K\u0003U\u0001|NNNJ\u00FF\u00FF\u00FF\u00FFJ\u00FF\u00FF\u00FF\u00FFK\0tb\u0094";
        var few = Bytes(bytes + dtype + shape + copy + ".");
        var many = Bytes(bytes + dtype + shape + string.Concat(Enumerable.Repeat(copy, 2000)) + ".");

        Assert.Equal(Length, Assert.IsType<NpyArray>(Read(few)).Count);
        var allocated = Allocated(() => Assert.Contains("memory", Assert.Throws<InvalidDataException>(() => Read(many)).Message, StringComparison.Ordinal));
        Assert.InRange(allocated, 0, 20L * many.Length + 2_000_000); // 16 bytes a byte and an allowance of 1 MiB
    }

    [Fact]
    public void Keys_made_to_collide_do_not_slow_a_dictionary_down()
    {
        // Integers (k << 32) | k all have the same .NET hash code; with it, this would take 10^10 comparisons.
        var pickle = new MemoryStream();
        pickle.Write("}("u8);
        for (var key = 0L; key < 100_000; key++) pickle.Write([0x8A, 8, .. BitConverter.GetBytes((key << 32) | key), (byte)'N']);
        pickle.Write("u."u8);

        Assert.Equal(100_000, Assert.IsType<PickleDictionary>(Read(pickle.ToArray())).Count);
    }

    [Fact]
    public void A_number_of_a_million_digits_is_refused() => Assert.Throws<InvalidDataException>(() => Read(Bytes("L" + new string('9', 1_000_000) + "L\n.")));

    private const string Dtype = "cnumpy\ndtype\n(U\u0002f8tR(K\u0003U\u0001<NNNJ\u00FF\u00FF\u00FF\u00FFJ\u00FF\u00FF\u00FF\u00FFK\0tb";

    private static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    private static object? Read(byte[] pickle) => Pickle.Read(new MemoryStream(pickle), "the pickle");

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Record.Exception(action);
        Assert.True(exception is null or InvalidDataException, $"{exception}");
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
