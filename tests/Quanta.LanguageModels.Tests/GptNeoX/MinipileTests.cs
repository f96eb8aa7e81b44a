using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.GptNeoX;
using Quanta.LanguageModels.Losses;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Tests.GptNeoX;

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

    [SharedDataFact(Needs)]
    public void Cosines_of_gradients_agree()
    {
        const int count = 40;
        using var model = Load("nx-800k");
        var (documents, parameters) = (Documents(701), ParameterSet.Published(model.Config));
        var predictions = Npy.Read(SharedData.Path($"{Needs}/selection.npy")).ToInt64()[..count];
        using var gradients = new Matrix(count, (int)parameters.Length);
        TokenGradients.Compute(model, parameters, documents, predictions, gradients, new() { Threads = 2 });
        for (var i = 0; i < count; i++) GradientNormalisation.ToUnitNorm(gradients.Row(i));
        CheckCosines("cosine-first200", gradients);
        for (var i = 0; i < count; i++) foreach (ref var value in gradients.Row(i)) value = Math.Abs(value);
        CheckCosines("absolute-cosine-first200", gradients);
    }

    private static void CheckCosines(string reference, Matrix unit)
    {
        var expected = Npy.Read(SharedData.Path($"{Needs}/{reference}.npy")).ToSingle();
        using var actual = new Matrix(unit.Rows, unit.Rows);
        MatrixProducts.Default.MultiplyByOwnTranspose(unit.View, actual.View);
        for (var i = 0; i < unit.Rows; i++) Expect.AllNear(expected.AsSpan(200 * i, unit.Rows), actual.Row(i), 1e-4, "the acceptance threshold");
    }

    private static GptNeoXModel Load(string name) => GptNeoXModel.Load(SharedData.Path($"data/minipile/models/{name}/step1500"), DeviceRegistry.Default);

    /// <summary>The first documents of the corpus.</summary>
    private static TokenDocuments Documents(int count)
    {
        var offsets = Npy.Read(SharedData.Path($"{Needs}/documents.npy")).ToInt64()[..(count + 1)];
        return new TokenDocuments(Npy.Read(SharedData.Path($"{Needs}/tokens.npy")).ToInt32().AsMemory(0, (int)offsets[^1]), offsets);
    }
}
