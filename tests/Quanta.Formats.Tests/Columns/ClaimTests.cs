using Quanta.Formats.Columns;
using Xunit.Sdk;

namespace Quanta.Formats.Tests.Columns;

/// <summary>Headers of Parquet and Arrow files that claim more than there is: they are refused in a sentence before memory is taken for what they claim.</summary>
public sealed class ClaimTests : IDisposable
{
    /// <summary>What the libraries take for any file: their pools of buffers, and conversions of schemas; a claim that is believed takes gigabytes.</summary>
    private const long MostBytes = 24_000_000;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Of so many positions one is tried: all of them, which took nothing either, take minutes. No multiple of a word's size, so that every part of words
    /// is met.</summary>
    private const int Apart = 7;

    public static TheoryData<string> Files => ["snappy.parquet", "zstd.parquet", "nested.parquet", "large.arrow"];

    public void Dispose() => _folder.Dispose();

    /// <summary>A bit of each byte in turn: of lengths, counts, offsets, and of texts too.</summary>
    [Theory, MemberData(nameof(Files))]
    public void A_flipped_bit_anywhere_takes_no_memory_that_the_file_does_not_account_for(string name)
    {
        var whole = Golden.Bytes(name);
        for (var at = 0; at < whole.Length; at += Apart)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= (byte)(1 << (at * 5 % 8));
            Read(damaged, $"bit {at * 5 % 8} of byte {at}");
        }
    }

    /// <summary>The largest number in the place of any four bytes of an Arrow file: sizes of messages and lists are such.</summary>
    [Theory, InlineData("file.arrow"), InlineData("saved/data-00000-of-00002.arrow")]
    public void The_largest_number_anywhere_in_an_Arrow_file_takes_no_memory(string name)
    {
        var whole = Golden.Bytes(name);
        for (var at = 0; at + sizeof(int) <= whole.Length; at += sizeof(int))
        {
            var (damaged, claim) = ((byte[])whole.Clone(), at % 3 == 0 ? int.MaxValue : 300_000_000);
            BitConverter.TryWriteBytes(damaged.AsSpan(at), claim);
            Read(damaged, $"{claim} at byte {at}");
        }
    }

    /// <summary>A number of five bytes in the place of any five of a Parquet file: those of Thrift are of as many bytes as they need.</summary>
    [Theory, InlineData("plain.parquet"), InlineData("nested.parquet")]
    public void A_large_number_anywhere_in_a_Parquet_file_takes_no_memory(string name)
    {
        var whole = Golden.Bytes(name);
        for (var at = 0; at + 5 <= whole.Length; at += Apart)
        {
            var damaged = (byte[])whole.Clone();
            new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0x07 }.CopyTo(damaged.AsSpan(at));
            Read(damaged, $"a large number at byte {at}");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0x0F }, "claims 33,554,431 entries")] // field 1, a list of structs
    [InlineData(new byte[] { 0x18, 0xE4, 0x0F, 1, 2 }, "claims 2,020 entries or bytes, but 2 bytes follow")] // field 1, a string
    [InlineData(new byte[] { 0x15 }, "claims 1 entries or bytes, but 0 bytes follow")]
    [InlineData(new byte[] { 0x15, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0 }, "has no end")]
    [InlineData(new byte[] { 0x1F, 0 }, "the type 15, which Thrift has not")]
    public void A_struct_that_claims_too_much_is_refused(byte[] bytes, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<FormatException>(() => new ThriftWalk(bytes).Walk()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_walk_finds_the_numbers_of_a_struct_and_of_those_in_it()
    {
        // 1: 2; 5: {1: 7; 2: [1, 2]}; 20: -3; then three bytes that follow the struct.
        byte[] bytes = [0x15, 4, 0x4C, 0x15, 14, 0x19, 0x25, 2, 4, 0, 0x05, 40, 5, 0, 9, 9, 9];
        var walk = new ThriftWalk(bytes);
        var numbers = walk.Walk();
        Assert.Equal(bytes.Length - 3, walk.Length);
        Assert.Equal((2L, 7L, -3L), (numbers[(1, 0)], numbers[(5, 1)], numbers[(20, 0)]));
    }

    private void Read(byte[] bytes, string damage)
    {
        var path = _folder.File("damaged");
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Record.Exception(() => ReadAll(path));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (exception is not (null or InvalidDataException)) throw new XunitException($"{damage}: {exception}");
        if (allocated > MostBytes) throw new XunitException($"{damage}: {allocated:N0} bytes were allocated for a file of {bytes.Length}.");
    }

    private static void ReadAll(string path)
    {
        foreach (var name in new[] { "text", "input_ids" })
        {
            using var file = ColumnFile.TryOpen(path, memoryBytes: 1 << 22);
            if (file?.Columns.FirstOrDefault(one => one.Name == name && one.Content != ColumnContent.Other) is not { } column) continue;
            foreach (var _ in file.Read(column, ["meta", "pile_set_name"], CancellationToken.None)) continue;
        }
    }
}
