using System.IO.Compression;
using System.Text;
using Quanta.Formats.Tensors;
using Quanta.Formats.Tests.Files;

namespace Quanta.Formats.Tests.Tensors;

/// <summary>PyTorch files whose pickle says what their storage, four float32 numbers, does not hold.</summary>
public sealed class TorchLiesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4, 0, 4, 1)]
    [InlineData(4, 3, 1, 1_000_000)]
    [InlineData(4, 1, 2, 2)]
    [InlineData(4, 4, 0, 1)]
    [InlineData(2, 0, 2, 1)]
    [InlineData(1, 0, 16, 0)]
    public void What_lies_within_reads(long elements, long offset, long size, long stride)
    {
        using var source = TensorSource.OpenFile(Write(elements, offset, size, stride));

        var values = new float[size];
        source.Read("w", values);
        Assert.Equal(Enumerable.Range(0, (int)size).Select(i => (float)(offset + i * stride)), values);
    }

    [Theory]
    [InlineData(5, 0, 4, 1)]
    [InlineData(2, 0, 4, 1)]
    [InlineData(4, 1, 4, 1)]
    [InlineData(4, 5, 0, 1)]
    [InlineData(4, -1, 1, 1)]
    [InlineData(4, 3, 2, 1)]
    [InlineData(4, 0, 3, 2)]
    [InlineData(4, 3, 2, -1)]
    [InlineData(4, 0, -1, 1)]
    [InlineData(-1, 0, 0, 1)]
    [InlineData(4, 0, 1_000_000_000, 0)]
    [InlineData(4, 0, long.MaxValue, 0)]
    [InlineData(4, 0, 2, long.MaxValue)]
    [InlineData(4, 1, 3, long.MaxValue / 2)]
    [InlineData(long.MaxValue, 0, 1, 1)]
    [InlineData(long.MaxValue / 4, long.MaxValue / 4, 0, 1)]
    public void What_does_not_is_refused_when_the_file_opens(long elements, long offset, long size, long stride)
    {
        var path = Write(elements, offset, size, stride);

        var exception = Assert.Throws<InvalidDataException>(() => TensorSource.OpenFile(path));

        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_storage_that_is_compressed_or_missing_or_of_a_big_endian_machine_is_refused()
    {
        var whole = new Dictionary<string, byte[]> { ["m/data.pkl"] = Pickle(4, 0, 4, 1), ["m/data/0"] = new byte[1000] };
        Refused(whole, CompressionLevel.Optimal, "compressed");
        Refused(new Dictionary<string, byte[]>(whole) { ["m/byteorder"] = [.. "big"u8] }, CompressionLevel.NoCompression, "big-endian");
        whole.Remove("m/data/0");
        Refused(whole, CompressionLevel.NoCompression, "not in the archive");
    }

    [Theory]
    [InlineData("float8_e4m3fn", false)]
    [InlineData("uint16", true)]
    public void Tensors_of_new_types_lie_in_storages_of_bytes_and_are_read_or_passed_over(string type, bool isReadable)
    {
        var elements = isReadable ? 2 : 4;
        var pickle = $"\u0080\u0002}}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v3\n((X\u0007\0\0\0storagectorch.storage\nUntypedStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0004tQ"
            + $"K\0K{(char)elements}\u0085K\u0001\u0085\u0089}}ctorch\n{type}\ntRs.";
        var contents = new Dictionary<string, byte[]> { ["m/data.pkl"] = Encoding.Latin1.GetBytes(pickle), ["m/data/0"] = [1, 0, 2, 1] };
        File.WriteAllBytes(_folder.File("a.pt"), ZipTests.Archive(contents, CompressionLevel.NoCompression));

        using var source = TensorSource.OpenFile(_folder.File("a.pt"));

        Assert.Equal(isReadable ? [] : new[] { KeyValuePair.Create("w", type) }, source.UnreadableTensors);
        if (!isReadable) return;
        var values = new long[2];
        source.Read("w", values);
        Assert.Equal([1, 258], values);
    }

    private void Refused(Dictionary<string, byte[]> contents, CompressionLevel level, string reason)
    {
        File.WriteAllBytes(_folder.File("a.pt"), ZipTests.Archive(contents, level));
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => TorchFile.Open(_folder.File("a.pt"))).Message, StringComparison.Ordinal);
    }

    private string Write(long elements, long offset, long size, long stride)
    {
        byte[] storage = [.. new[] { 0f, 1, 2, 3 }.SelectMany(BitConverter.GetBytes)];
        var contents = new Dictionary<string, byte[]> { ["m/data.pkl"] = Pickle(elements, offset, size, stride), ["m/data/0"] = storage };
        File.WriteAllBytes(_folder.File("a.pt"), ZipTests.Archive(contents, CompressionLevel.NoCompression));
        return _folder.File("a.pt");
    }

    /// <summary>{"w": a vector}, as torch.save writes it.</summary>
    private static byte[] Pickle(long elements, long offset, long size, long stride)
    {
        using var pickle = new MemoryStream();
        Add("\u0080\u0002}X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpu");
        Number(elements);
        Add("tQ");
        Number(offset);
        Number(size);
        Add("\u0085");
        Number(stride);
        Add("\u0085\u0089}tRs.");
        return pickle.ToArray();

        void Add(string latin1) => pickle.Write(Encoding.Latin1.GetBytes(latin1));
        void Number(long value) => pickle.Write([0x8A, 8, .. BitConverter.GetBytes(value)]);
    }
}
