using Quanta.Formats.Tensors;

namespace Quanta.Formats.Tests.Tensors;

public sealed class TorchFileTests
{
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
}
