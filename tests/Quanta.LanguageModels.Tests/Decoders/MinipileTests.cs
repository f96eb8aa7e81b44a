using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests.Decoders;

/// <summary>Trained models on real text, with results computed by an independent float32 implementation in PyTorch.</summary>
public class MinipileTests
{
    private const string Needs = "data/minipile/reference";

    [SharedDataTheory(Needs), InlineData("nx-26k"), InlineData("nx-150k"), InlineData("nx-800k")]
    public void Losses_agree_in_value_and_mean(string name)
    {
        using var model = Load(name);
        var documents = Documents(60);
        var actual = TokenLosses.Compute(model, documents, new() { Threads = 2 });
        var expected = Npy.Read(SharedData.Path($"{Needs}/losses-{name}.npy")).ToSingle().AsSpan(0, actual.Length).ToArray();
        Expect.AllNear(expected, actual, 1e-3, "the acceptance threshold: rounding of two float32 implementations");
        Expect.Near(1, actual.Average(loss => (double)loss) / expected.Average(loss => (double)loss), 1e-5, "the acceptance threshold");
    }

    /// <remarks>The reference's gradients carry the rounding of a float32 sum over the vocabulary: where the target's probability is 1 - L (L the loss), an
    /// error of some 1e-7 in the sum is one of 1e-7 / L in the gradient's largest part. Against float64 the reference is off by up to 1.3e-3, ours by 4e-6.</remarks>
    [SharedDataFact(Needs)]
    public void Cosines_of_gradients_agree()
    {
        const int count = 40;
        using var model = Load("nx-800k");
        var (documents, parameters) = (Documents(701), ParameterSet.Published(model.Shape));
        var predictions = Npy.Read(SharedData.Path($"{Needs}/selection.npy")).ToInt64()[..count];
        using var gradients = new Matrix(count, (int)parameters.Length);
        using var evaluator = new TokenGradients(model, parameters, new() { Threads = 2 });
        evaluator.Compute(documents, predictions, gradients);

        var cosines = Cosines.Between(gradients, absolute: false);
        var golden = Path.Combine(Repository.Root, "tests", "Quanta.LanguageModels.Tests", "Decoders", "Goldens", "minipile-cosines.npy");
        Expect.AllNear(Npy.Read(golden).ToSingle(), cosines, 1e-5, "float32 gradients against float64 ones (Goldens/make_cosines.py)");

        var losses = Npy.Read(SharedData.Path($"{Needs}/losses-nx-800k.npy")).ToSingle();
        CheckReference("cosine-first200", cosines, i => losses[predictions[i]]);
        CheckReference("absolute-cosine-first200", Cosines.Between(gradients, absolute: true), i => losses[predictions[i]]);
    }

    private static void CheckReference(string name, float[] cosines, Func<int, double> loss)
    {
        var (reference, count) = (Npy.Read(SharedData.Path($"{Needs}/{name}.npy")).ToSingle(), (int)Math.Sqrt(cosines.Length));
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var norms = Math.Sqrt((double)reference[201 * i] * reference[201 * j]);
                var tolerance = 1e-4 + 1e-6 / Math.Min(loss(i), loss(j));
                Expect.Near(reference[200 * i + j] / norms, cosines[count * i + j], tolerance, "the acceptance threshold, and the reference's own rounding");
            }
        }
    }

    private static DecoderModel Load(string name) => DecoderModel.Load(SharedData.Path($"data/minipile/models/{name}/step1500"), DeviceRegistry.Default);

    /// <summary>The first documents of the corpus.</summary>
    private static TokenDocuments Documents(int count)
    {
        var offsets = Npy.Read(SharedData.Path($"{Needs}/documents.npy")).ToInt64()[..(count + 1)];
        return new TokenDocuments(Npy.Read(SharedData.Path($"{Needs}/tokens.npy")).ToInt32().AsMemory(0, (int)offsets[^1]), offsets);
    }
}
