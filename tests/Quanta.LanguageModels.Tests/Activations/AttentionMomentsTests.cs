using Quanta.LanguageModels.Activations;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.Tests.Decoders;

namespace Quanta.LanguageModels.Tests.Activations;

public class AttentionMomentsTests
{
    public static TheoryData<string> Devices => DeviceCases.All;

    /// <summary>The last token of a document is never read; a document of one token has none that is.</summary>
    [Theory, MemberData(nameof(Devices))]
    public void Moments_are_the_means_over_all_positions_that_are_read(string device)
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Find(device));
        var (documents, hidden) = (TestModels.Documents(model.Shape, 30, 1, 7, 300), model.Shape.HiddenSize);
        var (sums, read) = (new double[2, hidden, hidden], 0);
        using var operations = model.Device.CreateOperations();
        using var forward = new ForwardPass(model, operations, Keep.Activations);
        for (var d = 0; d < documents.Count; d++)
        {
            if (documents.TokenCount(d) < 2) continue;
            var rows = StackedRows.Documents([documents.TokenCount(d) - 1]);
            forward.Run(documents[d][..^1], rows, rows);
            read += rows.RowCount;
            foreach (var (place, layer) in new[] { (0, 0), (1, 2) })
            {
                var input = new float[rows.RowCount * hidden];
                model.Device.Download(forward.Layer(layer).AttentionInput, input);
                for (var t = 0; t < rows.RowCount; t++)
                    for (var i = 0; i < hidden; i++)
                        for (var j = 0; j < hidden; j++) sums[place, i, j] += (double)input[t * hidden + i] * input[t * hidden + j];
            }
        }
        var moments = AttentionMoments.Compute(model, [0, 2], documents, positions: 1000);
        for (var place = 0; place < 2; place++)
        {
            for (var i = 0; i < hidden; i++)
                for (var j = 0; j < hidden; j++) Expect.Near(sums[place, i, j] / read, moments[place][i, j], 1e-5, "a float32 sum of 335 products of order 1");
            moments[place].Dispose();
        }
    }

    [Fact]
    public void Fewer_positions_are_taken_from_all_over_the_corpus()
    {
        using var model = TestModels.Create(TestModels.Small, DeviceRegistry.Default);
        var documents = TestModels.Documents(model.Shape, [.. Enumerable.Repeat(20, 50)]);
        var (all, few) = (AttentionMoments.Compute(model, [1], documents, 1_000_000)[0], AttentionMoments.Compute(model, [1], documents, 200)[0]);
        var differences = Enumerable.Range(0, model.Shape.HiddenSize).Select(i => Math.Abs(all[i, i] - few[i, i]) / all[i, i]).ToArray();
        Assert.InRange(differences.Max(), 1e-6, 0.9);
        Assert.InRange(differences.Average(), 1e-6, 0.3);
        all.Dispose();
        few.Dispose();
    }
}
