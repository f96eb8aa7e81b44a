using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;
using Quanta.LanguageModels.Tests.GptNeoX;

namespace Quanta.LanguageModels.Tests.Activations;

public class MlpActivationsTests
{
    public static TheoryData<string> Devices => DeviceCases.All;

    [Theory, MemberData(nameof(Devices))]
    public void A_position_sees_the_tokens_up_to_it(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var tokens = TestModels.Tokens(model.Config, 30);
        using var whole = MlpActivations.Compute(model, tokens, [29, 0, 11, 11]);
        Assert.Equal((4, 3 * 40), (whole.Rows, whole.Columns));
        foreach (var (row, length) in new[] { (0, 30), (1, 1), (2, 12), (3, 12) })
        {
            using var cut = MlpActivations.Compute(model, tokens.AsMemory(0, length), [length - 1]);
            Assert.Equal(cut.Row(0).ToArray(), whole.Row(row).ToArray());
        }
    }

    /// <summary>With a zero matrix before it, the MLP's activation is that of its bias.</summary>
    [Theory, MemberData(nameof(Devices))]
    public void The_vector_holds_the_layers_one_after_another(string device)
    {
        var weights = TestModels.Weights(TestModels.Small);
        var up = new LayerParameterNames(1);
        weights[up.UpWeight].AsSpan().Clear();
        weights[up.UpBias].AsSpan().Fill(1);
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device), weights);
        using var activations = MlpActivations.Compute(model, TestModels.Tokens(model.Config, 4), [2]);
        Expect.AllNear(Enumerable.Repeat(0.8413447f, 40).ToArray(), activations.Row(0).Slice(40, 40), 2e-7, "gelu(1) = Phi(1), in float32");
    }

    [Theory, InlineData(-1), InlineData(4)]
    public void A_position_outside_the_document_is_an_error(int position)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        Assert.Throws<ArgumentOutOfRangeException>(() => MlpActivations.Compute(model, TestModels.Tokens(model.Config, 4), [position]));
    }
}
