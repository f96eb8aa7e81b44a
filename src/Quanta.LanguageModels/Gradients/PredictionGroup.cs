namespace Quanta.LanguageModels.Gradients;

/// <summary>The predictions asked for of one document.</summary>
/// <param name="Document">The document.</param>
/// <param name="Positions">The positions they are made at, ascending.</param>
/// <param name="Numbers">Their indices in the list that was asked for.</param>
internal sealed record PredictionGroup(int Document, IReadOnlyList<int> Positions, IReadOnlyList<int> Numbers)
{
    /// <summary>Groups global prediction indices by document.</summary>
    public static IReadOnlyList<PredictionGroup> Of(TokenDocuments documents, ReadOnlySpan<long> predictions)
    {
        var located = new (int Document, int Position, int Number)[predictions.Length];
        for (var i = 0; i < predictions.Length; i++)
        {
            var (document, position) = documents.Locate(predictions[i]);
            located[i] = (document, position, i);
        }
        return [.. located.Order().GroupBy(p => p.Document).Select(g => new PredictionGroup(g.Key, [.. g.Select(p => p.Position)], [.. g.Select(p => p.Number)]))];
    }
}
