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
    public void A_state_dict_within_a_checkpoint_is_found_and_wrappers_prefixes_are_left_out()
    {
        File.Copy(Golden.Path("wrapped.pt"), _folder.File("pytorch_model.bin"));

        using var source = TensorSource.OpenFolder(_folder.Path);

        Assert.Equal(["a", "b"], source.Tensors.Keys.Order());
        var values = new float[2];
        source.Read("a", values);
        Assert.Equal([1, 2], values);
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("_orig_mod.module.")]
    public void Prefixes_are_left_out_of_shards_too(string prefix)
    {
        Write("one", prefix + "a");
        File.WriteAllText(_folder.File("model.safetensors.index.json"), $$"""{"weight_map": {"{{prefix}}a": "one.safetensors"} }""");

        using var source = TensorSource.OpenFolder(_folder.Path);

        Assert.Equal("a", Assert.Single(source.Tensors).Value.Name);
        source.Read("a", new float[1]);
    }

    [Fact]
    public void Names_that_would_collide_without_their_prefix_keep_it()
    {
        Safetensors.Write(_folder.File("model.safetensors"), [TensorContent.Of("a", new float[] { 1 }, 1), TensorContent.Of("module.a", new float[] { 2 }, 1)]);

        using var source = TensorSource.OpenFolder(_folder.Path);

        Assert.Equal(["a", "module.a"], source.Tensors.Keys.Order());
    }

    [Theory]
    [InlineData("model.safetensors", ".safetensors file", "pytorch")]
    [InlineData("pytorch_model.bin", "PyTorch file", "safetensors")]
    public void Weights_that_are_something_else_are_called_what_they_are_and_were_to_be(string name, string required, string never)
    {
        foreach (var (content, kind) in StandIns.Contents.Append(("some text\n", "it is no ")))
        {
            File.WriteAllText(_folder.File(name), content);

            var message = Assert.Throws<InvalidDataException>(() => TensorSource.OpenFolder(_folder.Path)).Message.Replace(_folder.Path, "", StringComparison.Ordinal);

            Assert.Contains(kind, message, StringComparison.Ordinal);
            Assert.Contains(required, message, StringComparison.Ordinal);
            Assert.DoesNotContain(never, message[name.Length..], StringComparison.OrdinalIgnoreCase);
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
