using Quanta.Formats.Tensors;

namespace Quanta.Formats.Tests.Tensors;

public sealed class TensorSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_folder_is_an_error_that_says_what_was_looked_for()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => TensorSource.OpenFolder(_folder.Path));

        string[] wanted = [_folder.Path, "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json"];
        foreach (var part in wanted)
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_or_file_is_an_error_that_names_it()
    {
        Assert.Throws<DirectoryNotFoundException>(() => TensorSource.OpenFolder(_folder.File("absent")));
        Assert.Contains("absent", Assert.Throws<FileNotFoundException>(() => TensorSource.OpenFile(_folder.File("absent"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Safetensors_come_before_PyTorch_and_whole_files_before_shards()
    {
        File.Copy(Golden.Path("state.pt"), _folder.File("pytorch_model.bin"));
        Assert.Equal(["plain"], NamesIn("plain"));
        Write("shard", "s");
        File.WriteAllText(_folder.File("model.safetensors.index.json"), """{"weight_map": {"s": "shard.safetensors"}}""");
        Assert.Equal(["s"], NamesIn("s"));
        Write("model", "m");
        Assert.Equal(["m"], NamesIn("m"));

        string[] NamesIn(string wanted)
        {
            using var source = TensorSource.OpenFolder(_folder.Path);
            return [.. source.Tensors.Keys.Where(name => name == wanted)];
        }
    }

    [Fact]
    public void Shards_of_both_kinds_read_as_one()
    {
        Write("one", "a");
        Write("two", "b");
        File.Copy(Golden.Path("state.pt"), _folder.File("three.bin"));
        File.WriteAllText(_folder.File("pytorch_model.bin.index.json"),
            """{"metadata": {"total_size": 1}, "weight_map": {"a": "one.safetensors", "b": "two.safetensors", "plain": "three.bin", "long": "three.bin"}}""");

        using var source = TensorSource.OpenFolder(_folder.Path);

        Assert.Equal(["a", "b", "long", "plain"], source.Tensors.Keys.Order());
        var (single, whole, integers) = (new float[1], new float[24], new long[4]);
        source.Read("b", single);
        source.Read("plain", whole);
        source.Read("long", integers);
        Assert.Equal((1f, 23f, 3), (single[0], whole[23], integers[3]));
        Assert.Throws<InvalidDataException>(() => source.Read("half", new float[4]));
    }

    [Theory]
    [InlineData("""{"weight_map": {"a": "absent.safetensors"}}""", "absent.safetensors")]
    [InlineData("""{"weight_map": {"other": "one.safetensors"}}""", "'other'")]
    [InlineData("""{"weight_map": {"a": "../one.safetensors"}}""", "beside the index")]
    [InlineData("""{"weight_map": {"a": "/etc/passwd"}}""", "beside the index")]
    [InlineData("""{"weight_map": {"a": ".."}}""", "beside the index")]
    [InlineData("""{"weight_map": {"a": 5}}""", "weight_map")]
    [InlineData("""{"weight_map": []}""", "weight_map")]
    [InlineData("""{}""", "weight_map")]
    [InlineData("""{""", "weight_map")]
    public void An_index_that_lies_is_refused(string index, string reason)
    {
        Write("one", "a");
        File.WriteAllText(_folder.File("model.safetensors.index.json"), index);

        var exception = Assert.Throws<InvalidDataException>(() => TensorSource.OpenFolder(_folder.Path));

        Assert.StartsWith(_folder.File("model.safetensors.index.json"), exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private void Write(string file, string tensor) => Safetensors.Write(_folder.File(file + ".safetensors"), [TensorContent.Of(tensor, new float[] { 1 }, 1)]);
}
