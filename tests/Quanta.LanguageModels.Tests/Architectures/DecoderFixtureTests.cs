using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Architectures;

/// <summary>Small models of every family with results that an independent program computed in float64.</summary>
public class DecoderFixtureTests
{
    private const string Needs = "fixtures/decoders";

    public static TheoryData<string, string> Cases => DeviceCases.With(
        "gpt2", "gpt-neo", "gpt-j", "opt", "llama", "llama-rope-llama3", "mistral", "qwen2", "qwen3", "gemma2", "olmo2", "phi", "stablelm");

    [SharedDataTheory(Needs), MemberData(nameof(Cases))]
    public void Logits_and_losses_agree(string device, string name)
    {
        using var model = Load(device, name);
        using var logits = NextTokenLogits.Compute(model, Tokens(name));
        const string reason = "a float32 reference is off by 2.6e-6; the smallest mistake in an epsilon costs 2e-5";
        Expect.AllNear(Floats(name, "logits"), logits.ToArray(), 2e-5, reason);
        Expect.AllNear(Floats(name, "losses"), TokenLosses.Compute(model, TokenDocuments.FromOne(Tokens(name))), 2e-5, reason);
    }

    [SharedDataTheory(Needs), MemberData(nameof(Cases))]
    public void Cosines_agree_with_and_without_the_final_norm(string device, string name)
    {
        using var model = Load(device, name);
        var published = ParameterSet.Published(model.Shape);
        var inside = ParameterSet.All(model.Shape).Where(parameter => parameter.Role == ParameterRole.Weight);
        var whole = ParameterSet.All(model.Shape).Where(parameter => parameter.Role == ParameterRole.Weight || parameter.Part == DecoderPart.FinalNorm);
        const string reason = "a float32 reference is off by 2.1e-6";
        foreach (var (parameters, file) in new[] { (published, "cosine"), (whole, "cosine_with_final_norm"), (inside, "cosine_without_final_norm") })
        {
            using var gradients = Gradients(model, parameters, name);
            Expect.AllNear(Floats(name, file), Cosines.Between(gradients, absolute: false), 5e-6, reason);
            if (file == "cosine") Expect.AllNear(Floats(name, "abs_cosine"), Cosines.Between(gradients, absolute: true), 5e-6, reason);
        }
    }

    /// <summary>The same numbers in another order: sorted, they are equal up to rounding, and so are the lengths.</summary>
    [SharedDataTheory(Needs), MemberData(nameof(Cases))]
    public void Gradients_hold_the_same_numbers(string device, string name)
    {
        using var model = Load(device, name);
        var parameters = ParameterSet.Published(model.Shape);
        using var gradients = Gradients(model, parameters, name);
        var expected = Floats(name, "gradients");
        Assert.Equal(expected.Length, gradients.Rows * gradients.Columns);
        for (var i = 0; i < gradients.Rows; i++)
        {
            var (theirs, ours) = (expected.AsSpan(i * gradients.Columns, gradients.Columns).ToArray(), gradients.Row(i).ToArray());
            Array.Sort(theirs);
            Array.Sort(ours);
            Expect.NearInNorm(theirs, ours, 1e-5, "a float32 reference is off by 2.6e-6");
        }
    }

    private static DecoderModel Load(string device, string name) => DecoderModel.Load(SharedData.Path($"{Needs}/{name}"), DeviceRegistry.Find(device));

    private static Matrix Gradients(DecoderModel model, ParameterSet parameters, string name)
    {
        var predictions = Npy.Read(SharedData.Path($"{Needs}/{name}/preds.npy")).ToInt64();
        var gradients = new Matrix(predictions.Length, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters);
        evaluator.Compute(TokenDocuments.FromOne(Tokens(name)), predictions, gradients);
        return gradients;
    }

    private static int[] Tokens(string name) => Npy.Read(SharedData.Path($"{Needs}/{name}/ids.npy")).ToInt32();

    private static float[] Floats(string name, string array) => Npy.Read(SharedData.Path($"{Needs}/{name}/{array}.npy")).ToSingle();
}
