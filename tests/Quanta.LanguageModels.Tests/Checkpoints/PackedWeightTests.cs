using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Checkpoints;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Checkpoints;

/// <summary>Weights that stay in 16 bits give what their float32 values give.</summary>
public class PackedWeightTests
{
    /// <summary>More rows than the 512 that are widened together, so that sums over them are cut.</summary>
    private static readonly DecoderShape Shape = TestModels.Small with { FeedForwardSize = 600, VocabularySize = 1100, TiedEmbeddings = true, EmbeddingScale = 1.5f };

    public static TheoryData<string, string> Cases => DeviceCases.With(nameof(TensorType.Float16), nameof(TensorType.BFloat16));

    [Theory, MemberData(nameof(Cases))]
    public void Losses_and_gradients_are_the_same_bit_for_bit(string name, string type)
    {
        var device = DeviceRegistry.Find(name);
        using var source = Rounded(Enum.Parse<TensorType>(type));
        using var wide = Checkpoint.Load("here", Shape, source, device).Model;
        using var packed = Checkpoint.Load("here", Shape, source, device, keepsType: true).Model;
        var documents = TestModels.Documents(Shape, 9, 20);
        Assert.Equal(TokenLosses.Compute(wide, documents), TokenLosses.Compute(packed, documents));
        Assert.Equal(Gradients(wide, documents), Gradients(packed, documents));
        Assert.All(packed.Weights.All, parameter => Assert.Equal(
            parameter.Info.Shape.Count == 2, parameter.Values.Buffer.Type != ElementType.Float32));
    }

    [Fact]
    public void What_a_type_cannot_hold_is_refused()
    {
        using var buffer = DeviceRegistry.Default.Allocate(2, ElementType.BFloat16);
        DeviceRegistry.Default.Upload([1, float.NegativeInfinity], buffer.View(0, 1, 2));
        var values = new float[2];
        DeviceRegistry.Default.Download(buffer.View(0, 1, 2), values);
        Assert.Equal([1, float.NegativeInfinity], values);
        Assert.Throws<ArgumentException>(() => DeviceRegistry.Default.Upload([1, 1 + 1f / 512], buffer.View(0, 1, 2)));
    }

    private static float[] Gradients(DecoderModel model, TokenDocuments documents)
    {
        var parameters = ParameterSet.All(model.Shape);
        using var gradients = new Matrix(2, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters);
        evaluator.Compute(documents, [5, 20], gradients);
        return gradients.ToArray();
    }

    private static InMemoryTensors Rounded(TensorType type)
    {
        var source = new InMemoryTensors(Shape);
        foreach (var (name, info) in source.Tensors.ToList())
        {
            foreach (ref var value in source.Values[name].AsSpan())
                value = type == TensorType.Float16 ? (float)(Half)value : BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000);
            source.Retype(name, type);
        }
        return source;
    }
}
