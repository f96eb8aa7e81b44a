using System.Text;
using Quanta.Formats.Tensors;

namespace Quanta.Formats.Tests.Tensors;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("model.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_come_back()
    {
        Safetensors.Write(Path,
        [
            TensorContent.Of("b", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3),
            TensorContent.Of("a", new float[] { 7 }),
            new TensorContent(new TensorInfo("half", TensorType.Float16, [2]), values => values.Fill(0.5f)),
            TensorContent.Of("empty", Array.Empty<float>(), 0, 3),
        ]);

        using var source = Safetensors.Open(Path);

        var values = new float[6];
        source.Read("b", values);
        Assert.Equal([1f, 2, 3, 4, 5, 6], values);
        Assert.Equal([2, 3], source.Tensors["b"].Shape);
        Assert.Empty(source.Tensors["a"].Shape);
        Assert.Equal(TensorType.Float16, source.Tensors["half"].Type);
        source.Read("half", values.AsSpan(0, 2));
        Assert.Equal([0.5f, 0.5f], values[..2]);
        source.Read("empty", Span<float>.Empty);
    }

    [Fact]
    public void The_bytes_are_those_of_the_format_s_description()
    {
        Safetensors.Write(Path, [TensorContent.Of("w", new float[] { 1 }, 1)]);

        const string Header = """{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  """;
        Assert.Equal([(byte)Header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Header), 0, 0, 0x80, 0x3F], File.ReadAllBytes(Path));
    }

    [Theory]
    [InlineData("""{"__metadata__":{"format":"pt"},"w":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", TensorType.Int64)]
    [InlineData("""{"w":{"data_offsets":[0,8],"shape":[2,1,1],"dtype":"U32"}}         """, TensorType.UInt32)]
    [InlineData("""{"w":{"dtype":"BOOL","shape":[8],"data_offsets":[0,8]},"z":{"dtype":"F64","shape":[0],"data_offsets":[8,8]}}""", TensorType.Bool)]
    public void Headers_of_other_writers_read(string header, TensorType type)
    {
        Write(header, 8);

        using var source = TensorSource.OpenFile(Path);

        Assert.Equal(type, source.Tensors["w"].Type);
        source.Read("w", new long[source.Tensors["w"].Count]);
    }

    [Theory]
    [InlineData("F8_E4M3", 5)]
    [InlineData("C64", 1)]
    [InlineData("F4", 10)]
    public void Tensors_of_unknown_types_are_passed_over_and_named(string type, int elements)
    {
        Write($$"""{ "odd": { "dtype":"{{type}}", "shape":[{{elements}}], "data_offsets":[0,5] }, "w":{"dtype":"F32","shape":[2],"data_offsets":[5,13]} }""", 13);

        using var source = Safetensors.Open(Path);

        source.Read("w", new float[2]);
        Assert.Equal(["w"], source.Tensors.Keys);
        Assert.Equal(type, source.UnreadableTensors["odd"]);
        Assert.Contains(type, Assert.Throws<InvalidDataException>(() => source.Read("odd", new float[elements])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "does not fill")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "begins at byte 4")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "truncated")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "8 follow")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "begins at byte 0")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "twice")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1000000000,1000000000,1000000000],"data_offsets":[0,8]}}""", "does not fill")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,-8]}}""", "does not fill")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "does not fill")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", "damaged")]
    [InlineData("""{"w":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,9]}}""", "9 bytes")]
    [InlineData("""{"w":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[8,0]}}""", "does not fill")]
    [InlineData("""{"w":{"dtype":null,"shape":[8],"data_offsets":[0,8]}}""", "no element type")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2]}}""", "damaged")]
    [InlineData("""{"w":5}""", "damaged")]
    [InlineData("""[]""", "damaged")]
    [InlineData("""{"w":""", "damaged")]
    public void Headers_that_lie_are_refused(string header, string reason)
    {
        Write(header, 8);

        var exception = Assert.Throws<InvalidDataException>(() => Safetensors.Open(Path));

        Assert.StartsWith(Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(1_000_000UL)]
    [InlineData(11UL)]
    public void A_header_length_that_lies_is_refused(ulong length)
    {
        File.WriteAllBytes(Path, [.. BitConverter.GetBytes(length), .. "{}        "u8]);

        Assert.Throws<InvalidDataException>(() => Safetensors.Open(Path));
    }

    [SharedDataTheory("fixtures/neox")]
    [InlineData("parallel", TensorType.Float32)]
    [InlineData("half", TensorType.Float16)]
    [InlineData("bfloat", TensorType.BFloat16)]
    public void Real_checkpoints_open(string name, TensorType type)
    {
        using var source = TensorSource.OpenFolder(SharedData.Path("fixtures/neox/" + name));

        Assert.Contains(source.Tensors.Values, tensor => tensor.Type == type);
        foreach (var tensor in source.Tensors.Values.Where(tensor => tensor.Type == type)) source.Read(tensor.Name, new float[tensor.Count]);
    }

    [SharedDataFact("data/formats/jfk-codes.safetensors")]
    public void A_real_file_of_integers_reads()
    {
        using var source = TensorSource.OpenFile(SharedData.Path("data/formats/jfk-codes.safetensors"));

        var codes = new long[2 * 828];
        source.Read("codes", codes);
        Assert.Equal([1, 2, 828], source.Tensors["codes"].Shape);
        Assert.All(codes, code => Assert.InRange(code, 0, 4095));
    }

    private void Write(string header, int dataLength)
    {
        var text = Encoding.UTF8.GetBytes(header);
        File.WriteAllBytes(Path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[dataLength]]);
    }
}
