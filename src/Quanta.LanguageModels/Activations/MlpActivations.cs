using Quanta.LanguageModels.Devices;
using Quanta.LanguageModels.GptNeoX;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Activations;

/// <summary>The MLP's activations at a prediction's position, all layers one after another: the published scripts' stand-in for a gradient.</summary>
public static class MlpActivations
{
    /// <summary>Computes the activations, after the activation function, at some positions of one document.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">The document.</param>
    /// <param name="positions">Positions below the number of tokens, in any order.</param>
    /// <returns>[positions, layers * feed-forward size], float32.</returns>
    public static Matrix Compute(GptNeoXModel model, ReadOnlyMemory<int> tokens, ReadOnlySpan<int> positions)
    {
        model.CheckTokens(TokenDocuments.FromOne(tokens));
        var result = new Matrix(positions.Length, model.Config.Layers * model.Config.FeedForwardSize);
        if (positions.Length == 0) return result;
        var wanted = Segments(positions, tokens.Length);
        using var operations = model.Device.CreateOperations();
        using var forward = new ForwardPass(model, operations, Keep.Nothing);
        forward.Run(tokens.Span, StackedRows.Documents([tokens.Length]), new StackedRows(wanted), (layer, activated) =>
        {
            var isLast = layer == model.Config.Layers - 1;
            for (var i = 0; i < wanted.Length; i++)
            {
                var row = activated.Rows(isLast ? i : wanted[i].First, 1);
                model.Device.Download(row, result.Row(i).Slice(layer * row.ColumnCount, row.ColumnCount));
            }
        });
        return result;
    }

    private static RowSegment[] Segments(ReadOnlySpan<int> positions, int tokens)
    {
        var segments = new RowSegment[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            if (positions[i] < 0 || positions[i] >= tokens)
                throw new ArgumentOutOfRangeException(nameof(positions), $"Position {positions[i]} does not lie within the document's {tokens} tokens.");
            segments[i] = new RowSegment(0, positions[i], 1, i);
        }
        return segments;
    }
}
