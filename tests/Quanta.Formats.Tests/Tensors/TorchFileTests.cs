using Quanta.Formats.Numpy;
using Quanta.Formats.Pickles;
using Quanta.Formats.Tensors;

namespace Quanta.Formats.Tests.Tensors;

public sealed class TorchFileTests
{
    private static readonly float[] Base = [.. Enumerable.Range(0, 24).Select(i => (float)i)];

    private static readonly (string, TensorType)[] FloatTensors =
        [("half", TensorType.Float16), ("bfloat16", TensorType.BFloat16), ("double", TensorType.Float64)];

    private static readonly (string, TensorType)[] IntegerTensors =
    [
        ("long", TensorType.Int64), ("int", TensorType.Int32), ("short", TensorType.Int16),
        ("char", TensorType.Int8), ("byte", TensorType.UInt8), ("bool", TensorType.Bool),
    ];

    [Theory]
    [InlineData("state.pt")]
    [InlineData("legacy.pt")]
    public void Views_of_a_shared_storage_read_in_C_order(string name)
    {
        using var source = TensorSource.OpenFile(Golden.Path(name));

        Assert.Equal(Base, Read(source, "plain", 2, 3, 4));
        var transposed = from row in Enumerable.Range(0, 4) from column in Enumerable.Range(0, 6) select Base[column * 4 + row];
        Assert.Equal(transposed, Read(source, "transposed", 4, 6));
        Assert.Equal([5f, 6, 7, 9, 10, 11], Read(source, "slice", 2, 3));
        Assert.Equal([1f, 2], Read(source, "parameter", 2));
        Assert.Equal([5f], Read(source, "scalar"));
        Assert.Equal([], Read(source, "empty", 0, 3));
        Assert.Equal([7f, 7, 7], Read(source, "expanded", 3));
        Assert.DoesNotContain("step", source.Tensors.Keys);
    }

    [Theory]
    [InlineData("state.pt")]
    [InlineData("legacy.pt")]
    public void Every_element_type_reads(string name)
    {
        using var source = TensorSource.OpenFile(Golden.Path(name));

        foreach (var (tensor, type) in FloatTensors)
        {
            Assert.Equal(type, source.Tensors[tensor].Type);
            Assert.Equal([0f, 1, 2, 3], Read(source, tensor, 4));
            Assert.Throws<InvalidDataException>(() => source.Read(tensor, new long[4]));
        }
        foreach (var (tensor, type) in IntegerTensors)
        {
            Assert.Equal(type, source.Tensors[tensor].Type);
            var values = new long[4];
            source.Read(tensor, values);
            Assert.Equal(type == TensorType.Bool ? [0, 1, 1, 1] : [0L, 1, 2, 3], values);
            Assert.Throws<InvalidDataException>(() => source.Read(tensor, new float[4]));
        }
    }

    [Fact]
    public void Any_saved_value_reads()
    {
        using var file = TorchFile.Open(Golden.Path("tuple.pt"));

        var tuple = Assert.IsType<object?[]>(file.Root);
        Assert.Equal([3L, 1L, 2L], Assert.IsType<PickleList>(tuple[0]));
        var identity = new float[9];
        Assert.IsType<TorchTensor>(tuple[1]).Read(identity);
        Assert.Equal([1f, 0, 0, 0, 1, 0, 0, 0, 1], identity);
        Assert.Equal(identity, Assert.IsType<NpyArray>(tuple[2]).ToSingle());
        Assert.True(Assert.IsType<PickleDictionary>(tuple[3]).ContainsKey("names"));
    }

    [Theory]
    [InlineData("system.pt", "'posix.system'")]
    [InlineData("module.pt", "'torch.nn.modules.linear.Linear'")]
    [InlineData("protocol4.pkl", "neither a zip archive nor")]
    [InlineData("f4.npy", "neither a zip archive nor")]
    [InlineData("stored.npz", "data.pkl")]
    public void What_is_no_tensor_file_is_refused_with_the_reason(string name, string reason)
    {
        var exception = Assert.Throws<InvalidDataException>(() => TorchFile.Open(Golden.Path(name)));

        Assert.Contains(Golden.Path(name), exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_tensor_or_a_wrong_size_is_an_error_that_names_it()
    {
        using var source = TensorSource.OpenFile(Golden.Path("state.pt"));

        Assert.Contains("'absent'", Assert.Throws<InvalidDataException>(() => source.Read("absent", new float[1])).Message, StringComparison.Ordinal);
        Assert.Contains("'plain'", Assert.Throws<ArgumentException>(() => source.Read("plain", new float[1])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => TorchFile.OpenTensors(Golden.Path("tuple.pt")));
        Assert.Throws<InvalidDataException>(() => TorchFile.OpenTensors(Golden.Path("state.pt"), "absent"));
    }

    [Fact]
    public void A_closed_file_is_not_read()
    {
        var source = TensorSource.OpenFile(Golden.Path("state.pt"));
        source.Dispose();

        Assert.Throws<ObjectDisposedException>(() => source.Read("plain", new float[24]));
    }

    [SharedDataFact("data/formats")]
    public void Column_major_strides_read_in_C_order()
    {
        using var source = TensorSource.OpenFile(SharedData.Path("data/formats/fortran_tensor_3d.pth"));

        var values = new long[24];
        source.Read("tensor_fortran", values);

        Assert.Equal([2, 3, 4], source.Tensors["tensor_fortran"].Shape);
        Assert.Equal(Enumerable.Range(1, 24).Select(i => (long)i), values);
    }

    [SharedDataFact("data/formats")]
    public void A_dictionary_within_the_dictionary_opens_by_its_key()
    {
        using var source = TorchFile.OpenTensors(SharedData.Path("data/formats/test_with_key.pt"), "model_state_dict");

        Assert.Equal([2, 4], source.Tensors["test"].Shape);
    }

    [SharedDataFact("fixtures/neox")]
    public void A_real_checkpoint_opens()
    {
        using var source = TensorSource.OpenFolder(SharedData.Path("fixtures/neox/sequential-fullrotary"));

        foreach (var tensor in source.Tensors.Values.Where(tensor => tensor.Type == TensorType.Float32)) source.Read(tensor.Name, new float[tensor.Count]);
    }

    private static float[] Read(ITensorSource source, string name, params long[] shape)
    {
        Assert.Equal(shape, source.Tensors[name].Shape);
        var values = new float[source.Tensors[name].Count];
        source.Read(name, values);
        return values;
    }
}
