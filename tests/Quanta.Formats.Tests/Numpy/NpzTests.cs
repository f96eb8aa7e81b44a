using Quanta.Formats.Numpy;

namespace Quanta.Formats.Tests.Numpy;

public sealed class NpzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void Archives_of_NumPy_read(string name)
    {
        var arrays = Npz.Read(Golden.Path(name));

        Assert.Equal(["a", "b"], arrays.Keys.Order());
        Assert.Equal([2, 3, 4], arrays["a"].Shape);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (float)i)], arrays["a"].ToSingle());
        Assert.Equal([0L, 1, 2], arrays["b"].Values<long>().ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_written_reads_back_and_is_the_same_every_time(bool compress)
    {
        var arrays = new Dictionary<string, NpyArray>
        {
            ["matrix"] = NpyArray.Of<double>([1, 2, 3, 4], 2, 2),
            ["folder/labels"] = NpyArray.Of<int>([.. Enumerable.Range(0, 100_000)], 100_000),
            ["nothing"] = NpyArray.Of<float>([], 0),
        };
        Npz.Write(_folder.File("a.npz"), arrays, compress);
        Npz.Write(_folder.File("b.npz"), arrays, compress);

        var read = Npz.Read(_folder.File("a.npz"));

        Assert.Equal(File.ReadAllBytes(_folder.File("a.npz")), File.ReadAllBytes(_folder.File("b.npz")));
        Assert.Equal(3, read.Count);
        Assert.Equal([1.0, 2, 3, 4], read["matrix"].ToDouble());
        Assert.Equal([.. Enumerable.Range(0, 100_000)], read["folder/labels"].ToInt32());
        Assert.Empty(read["nothing"].ToSingle());
    }

    [Fact]
    public void A_flipped_bit_in_the_data_is_found_by_the_checksum()
    {
        var bytes = Golden.Bytes("stored.npz");
        var data = bytes.AsSpan().IndexOf("NUMPY"u8) + 150;
        bytes[data] ^= 1;
        File.WriteAllBytes(_folder.File("a.npz"), bytes);

        var exception = Assert.Throws<InvalidDataException>(() => Npz.Read(_folder.File("a.npz")));

        Assert.Contains("checksum", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000_000_000)]
    [InlineData(1)]
    public void A_length_that_lies_is_found_before_anything_of_that_length_is_allocated(int length)
    {
        var bytes = Golden.Bytes("deflated.npz");
        var directory = bytes.AsSpan().IndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), length); // the uncompressed size
        File.WriteAllBytes(_folder.File("a.npz"), bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Npz.Read(_folder.File("a.npz")));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }
}
