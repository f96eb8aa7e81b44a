using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>Contexts, documents or windows of them, each up to its last asked-for prediction, that go forward as one stack, and the predictions asked for of them.</summary>
internal sealed class PredictionBatch
{
    public PredictionBatch(TokenDocuments documents, IReadOnlyList<PredictionGroup> groups)
    {
        Documents = StackedRows.Documents([.. groups.Select(group => group.TokenCount)]);
        Tokens = new int[Documents.RowCount];
        var count = groups.Sum(group => group.Positions.Count);
        var predictions = new RowSegment[count];
        Targets = new int[count];
        Numbers = groups.SelectMany(group => group.Numbers).ToArray();
        for (int g = 0, p = 0; g < groups.Count; g++)
        {
            var tokens = documents.TokensOf(groups[g].Context);
            var origin = Documents.Offset(g);
            tokens[..groups[g].TokenCount].CopyTo(Tokens.AsSpan(origin));
            foreach (var position in groups[g].Positions)
            {
                Targets[p] = tokens[position + 1];
                predictions[p] = new RowSegment(origin, origin + position, 1, p);
                p++;
            }
        }
        Predictions = new StackedRows(predictions);
    }

    /// <summary>One segment a document.</summary>
    public StackedRows Documents { get; }

    /// <summary>[T]: the documents' tokens, end to end.</summary>
    public int[] Tokens { get; }

    /// <summary>One segment of one row a prediction; Saved counts them.</summary>
    public StackedRows Predictions { get; }

    /// <summary>[predictions]: the tokens predicted.</summary>
    public int[] Targets { get; }

    /// <summary>[predictions]: their indices in the list that was asked for.</summary>
    public ReadOnlyMemory<int> Numbers { get; }
}
