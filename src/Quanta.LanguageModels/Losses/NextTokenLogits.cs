using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;
using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Losses;

/// <summary>The model's scores for every next token.</summary>
public static class NextTokenLogits
{
    /// <summary>Computes the logits after each token of one document: [tokens, vocabulary], float32.</summary>
    /// <exception cref="ArgumentException">A token is outside the vocabulary, or the document is too long.</exception>
    public static Matrix Compute(DecoderModel model, ReadOnlyMemory<int> tokens)
    {
        model.CheckTokens(tokens.Span, document: 0, readsLast: true);
        var logits = new Matrix(tokens.Length, model.Shape.VocabularySize);
        if (tokens.Length == 0) return logits;
        using var operations = model.Device.CreateOperations();
        using var forward = new ForwardPass(model, operations, Keep.Nothing);
        var rows = StackedRows.Documents([tokens.Length]);
        forward.Run(tokens.Span, rows, rows);
        using var row = model.Device.Allocate(logits.Columns);
        for (var t = 0; t < tokens.Length; t++)
        {
            operations.Linear(forward.Features.Rows(t, 1), model.Output.Weight, model.Output.Bias, row.View(0, 1, logits.Columns));
            operations.Cap(model.Output.Cap, row.View(0, 1, logits.Columns));
            model.Device.Download(row.View(0, 1, logits.Columns), logits.Row(t));
        }
        return logits;
    }
}
