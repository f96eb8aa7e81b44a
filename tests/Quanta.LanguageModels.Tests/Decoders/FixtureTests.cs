using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Decoders;

/// <summary>Small models with results computed by an independent float32 implementation in PyTorch.</summary>
public class FixtureTests
{
    private const string Needs = "fixtures/neox";

    public static TheoryData<string, string> Cases => DeviceCases.With("parallel", "sequential-fullrotary", "half", "bfloat");

    [SharedDataTheory(Needs), MemberData(nameof(Cases))]
    public void Logits_and_losses_agree(string device, string name)
    {
        using var fixture = new Fixture(device, name);
        using var logits = NextTokenLogits.Compute(fixture.Model, fixture.Tokens);
        var losses = TokenLosses.Compute(fixture.Model, TokenDocuments.FromOne(fixture.Tokens));
        const string reason = "the acceptance threshold: rounding of two float32 implementations";
        Expect.AllNear(fixture.Floats("logits"), logits.ToArray(), 2e-4, reason);
        Expect.AllNear(fixture.Floats("losses"), losses, 2e-4, reason);
    }

    [SharedDataTheory(Needs), MemberData(nameof(Cases))]
    public void Gradients_and_their_cosines_agree(string device, string name)
    {
        using var fixture = new Fixture(device, name);
        var parameters = ParameterSet.Published(fixture.Model.Shape);
        Assert.Equal(File.ReadAllLines(fixture.File("parameters.txt")), parameters.Slices.Select(slice => slice.Parameter.Name));

        var predictions = Npy.Read(fixture.File("preds.npy")).ToInt64();
        using var gradients = new Matrix(predictions.Length, (int)parameters.Length);
        using var evaluator = new TokenGradients(fixture.Model, parameters);
        evaluator.Compute(TokenDocuments.FromOne(fixture.Tokens), predictions, gradients);

        var expected = fixture.Floats("gradients");
        for (var i = 0; i < predictions.Length; i++)
            Expect.NearInNorm(expected.AsSpan(i * gradients.Columns, gradients.Columns), gradients.Row(i), 1e-4, "the acceptance threshold: rounding of two float32 implementations");
        Expect.AllNear(fixture.Floats("cosine"), Cosines.Between(gradients, absolute: false), 1e-5, "the acceptance threshold");
        Expect.AllNear(fixture.Floats("abs_cosine"), Cosines.Between(gradients, absolute: true), 1e-5, "the acceptance threshold");
    }

    private sealed class Fixture(string device, string name) : IDisposable
    {
        public DecoderModel Model { get; } = DecoderModel.Load(SharedData.Path($"{Needs}/{name}"), DeviceRegistry.Find(device));

        public int[] Tokens => Npy.Read(File("ids.npy")).ToInt32();

        public string File(string file) => SharedData.Path($"{Needs}/{name}/{file}");

        public float[] Floats(string array) => Npy.Read(File($"{array}.npy")).ToSingle();

        public void Dispose() => Model.Dispose();
    }
}
