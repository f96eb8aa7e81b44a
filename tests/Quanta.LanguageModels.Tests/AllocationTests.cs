using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Decoders;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests;

/// <summary>Managed memory does not grow with tokens, but for results: workspaces are kept from document to document.</summary>
public class AllocationTests
{
    /// <summary>Lists of rows and segments, a few objects for each layer and head.</summary>
    private const long BytesPerDocument = 24_000;

    private const int Few = 10, Many = 30;

    [Fact]
    public void Losses_allocate_their_result_and_a_little_for_each_document()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        Check(sizeof(float), tokens => _ = TokenLosses.Compute(model, Documents(model, tokens)));
    }

    [Fact]
    public void Gradients_allocate_a_little_for_each_document()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var parameters = ParameterSet.Published(model.Shape);
        using var gradients = new Matrix(Many, (int)parameters.Length);
        Check(0, tokens =>
        {
            var documents = Documents(model, tokens);
            var predictions = Enumerable.Range(0, documents.Count).Select(d => documents.PredictionOffset(d + 1) - 1).ToArray();
            using var evaluator = new TokenGradients(model, parameters);
            evaluator.Compute(documents, predictions, gradients);
        });
    }

    /// <summary>Three times the documents, and documents of three times the length, against a warm first run.</summary>
    private static void Check(long bytesPerToken, Action<int[]> run)
    {
        var (few, many, longer) = (Lengths(Few, 60), Lengths(Many, 60), Lengths(Few, 180));
        foreach (var lengths in new[] { few, many, longer }) run(lengths);
        var least = Allocated(() => run(few));
        AtMost((Many - Few) * (BytesPerDocument + 60 * (bytesPerToken + Corpus)), Allocated(() => run(many)) - least);
        AtMost(Few * 120 * (bytesPerToken + Corpus) + BytesPerDocument, Allocated(() => run(longer)) - least);
    }

    // No lower limit: where workers share the documents, this thread's part of the lists differs from run to run.
    private static void AtMost(long limit, long grown) => Assert.True(grown <= limit, $"{grown} bytes more were allocated, but at most {limit} are allowed.");

    /// <summary>Bytes a token of the corpus itself, which each run makes, and of the lists it is checked and batched with.</summary>
    private const long Corpus = 40;

    private static int[] Lengths(int count, int length) => [.. Enumerable.Repeat(length, count)];

    private static TokenDocuments Documents(DecoderModel model, int[] lengths) => TestModels.Documents(model.Shape, lengths);

    private static long Allocated(Action run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
