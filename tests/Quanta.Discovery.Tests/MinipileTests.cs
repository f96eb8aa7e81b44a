using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Selection;
using Quanta.Discovery.Similarity;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels;

namespace Quanta.Discovery.Tests;

/// <summary>Against what an independent implementation in PyTorch computed on 701 real documents.</summary>
public sealed class MinipileTests : IDisposable
{
    private const string Data = "data/minipile";
    private readonly TemporaryFolder _folder = new();

    private static readonly Computation Computation = new() { Threads = Environment.ProcessorCount };

    public void Dispose() => _folder.Dispose();

    [SharedDataFact(Data)]
    public void The_selection_is_identical()
    {
        var losses = Npy.Read(SharedData.Path($"{Data}/reference/losses-nx-800k.npy")).ToSingle();
        var result = TokenSelection.Select(Documents(), losses, new SelectionOptions { Count = 1000, Stride = 18 });
        Assert.Equal(Npy.Read(SharedData.Path($"{Data}/reference/selection.npy")).ToInt64(), result.Predictions);
        Assert.Equal((45989L, 257062L, 18800L, 18), (result.Report.BelowThreshold, result.Report.Inducible, result.Report.Kept, (int)result.Report.Stride));
    }

    [SharedDataFact(Data)]
    public void Losses_of_the_first_documents_are_the_reference()
    {
        var documents = Documents().Slice(0, 60);
        var losses = LossStage.Compute(Model(), documents, Computation, SilentObserver.Instance, CancellationToken.None);
        var expected = Npy.Read(SharedData.Path($"{Data}/reference/losses-nx-800k.npy")).ToSingle().AsSpan(0, losses.Length);
        Expect.AllNear(expected, losses, 1e-3, "two float32 implementations, logits of magnitude 10 summed in another order");
        Expect.Near(Mean(expected), Mean(losses), 1e-5 * Mean(expected), "rounding errors of single losses average out");
    }

    /// <summary>PyTorch in float32 loses digits in softmax - 1 where the loss is small: its own cosines are off by up to 1.3e-3 from a float64 recomputation
    /// (see Goldens/make_float64_cosines.py), so the maximum can only be compared with those.</summary>
    [SharedDataFact(Data)]
    public void Cosines_are_the_reference_up_to_its_own_rounding()
    {
        const int count = 60;
        var actual = Cosines([.. Enumerable.Range(0, count)]);
        var reference = Npy.Open(SharedData.Path($"{Data}/reference/cosine-first200.npy"));
        var squares = 0.0;
        for (var i = 0; i < count; i++)
        {
            var row = new float[200];
            reference.ReadRow(i, row);
            for (var j = 0; j < count; j++) squares += Math.Pow((double)actual[i * count + j] - row[j], 2);
            Expect.AllNear(row.AsSpan(0, count), actual.AsSpan(i * count, count), 2e-3, "the reference's own rounding, 1.3e-3 at most in the pairs recomputed");
        }
        Expect.Near(0, Math.Sqrt(squares / (count * count)), 1e-4, "root mean square of the same");
    }

    [SharedDataFact(Data)]
    public void Cosines_are_those_of_float64()
    {
        var golden = Goldens.Float64Cosines();
        Expect.AllNear(golden.Cosines, Cosines(golden.Selected), 1e-5, "float32 activations, exact cancellation in softmax - 1");
    }

    private static double Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static ModelFolder Model() => ModelFolder.Find(SharedData.Path($"{Data}/models/nx-800k/step1500")).Single();

    private static TokenDocuments Documents() => new(
        Npy.Read(SharedData.Path($"{Data}/reference/tokens.npy")).ToInt32(), Npy.Read(SharedData.Path($"{Data}/reference/documents.npy")).ToInt64());

    private float[] Cosines(int[] selected)
    {
        var selection = Npy.Read(SharedData.Path($"{Data}/reference/selection.npy")).ToInt64();
        var path = _folder.File("cosine.npy");
        SimilarityStage.ComputeAnew(
            Model(), Documents(), [.. selected.Select(i => selection[i])], new SimilarityOptions(), new SimilarityFiles(path), Computation, SilentObserver.Instance, CancellationToken.None);
        return Npy.Read(path).ToSingle();
    }
}
