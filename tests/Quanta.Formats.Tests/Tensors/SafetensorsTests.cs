using Quanta.Formats.Tensors;

namespace Quanta.Formats.Tests.Tensors;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_come_back()
    {
        var path = _folder.File("model.safetensors");
        Safetensors.Write(path, [TensorContent.Of("b", new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3), TensorContent.Of("a", new float[] { 7 })]);

        using var source = TensorSource.OpenFolder(_folder.Path);

        var values = new float[6];
        source.Read("b", values);
        Assert.Equal([1f, 2, 3, 4, 5, 6], values);
        Assert.Equal([2, 3], source.Tensors["b"].Shape);
        Assert.Empty(source.Tensors["a"].Shape);
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
}
