using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Tests.Devices;

/// <summary>Attention of every other device against the plain one.</summary>
public class AttentionAgreementTests
{
    private static readonly Sizes[] Shapes =
    [
        new(1, 1, 1, 0), new(2, 2, 4, 2), new(1, 1, 12, 12), new(3, 3, 16, 4), new(2, 2, 20, 10), new(4, 2, 8, 8), new(6, 1, 4, 2),
        new(2, 2, 8, 4, Window: 1), new(2, 1, 8, 4, Window: 5), new(2, 2, 8, 0, Window: 64), new(2, 2, 8, 0, Window: 100), new(2, 2, 8, 4, Cap: 2), new(4, 2, 8, 4, Window: 66, Cap: 0.5f),
    ];

    /// <summary>Token counts around the block size of the fast device.</summary>
    private static readonly int[] Lengths = [1, 2, 9, 63, 64, 65, 130];

    public static TheoryData<string> Devices => DeviceCases.Fast;

    [Theory, MemberData(nameof(Devices))]
    public void Outputs_and_gradients_agree(string device)
    {
        foreach (var shape in Shapes)
        {
            foreach (var length in Lengths)
            {
                var expected = Run(DeviceCases.Oracle, shape, length);
                var actual = Run(DeviceRegistry.Find(device), shape, length);
                for (var i = 0; i < expected.Count; i++)
                    Compare.Near(expected[i], actual[i], 2e-5, "sums of up to 130 float32 terms of order 1, and probabilities recomputed from rounded normalisers");
            }
        }
    }

    /// <summary>Two documents forward; then backward from the first's last position alone and from the whole second document.</summary>
    private static List<float[]> Run(IDevice device, Sizes sizes, int length)
    {
        using var box = new Sandbox(device);
        var (hidden, documents) = (sizes.Heads * sizes.HeadSize, StackedRows.Documents([length, length + 3]));
        var shape = box.Attention(sizes.Heads, sizes.HeadSize, sizes.Rotary, keyHeads: sizes.KeyHeads) with { Window = sizes.Window, Cap = sizes.Cap };
        var projections = box.Random(documents.RowCount, shape.ProjectionSize);
        var (output, normalisers) = (box.Empty(documents.RowCount, hidden), box.Empty(documents.RowCount, sizes.Heads));
        box.Operations.Attention(projections, shape, documents, output, normalisers);

        var queries = new StackedRows(new RowSegment(0, length - 1, 1, length - 1), documents[1]);
        var gradient = box.Empty(queries.ReachCount, shape.ProjectionSize);
        box.Operations.AttentionGradient(box.Random(queries.RowCount, hidden), projections, shape, queries, output, normalisers, gradient);
        return [box.Values(output), box.Values(normalisers), box.Values(gradient)];
    }

    private sealed record Sizes(int Heads, int KeyHeads, int HeadSize, int Rotary, int Window = 0, float Cap = 0);
}
