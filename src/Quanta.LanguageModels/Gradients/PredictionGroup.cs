namespace Quanta.LanguageModels.Gradients;

/// <summary>The predictions asked for of one document.</summary>
/// <param name="Document">The document.</param>
/// <param name="Positions">The positions they are made at, ascending.</param>
/// <param name="Numbers">Their indices in the list that was asked for.</param>
internal sealed record PredictionGroup(int Document, IReadOnlyList<int> Positions, IReadOnlyList<int> Numbers)
{
    /// <summary>Roughly what it takes, in tokens of a forward pass: a backward pass costs two.</summary>
    public long Cost { get; } = Positions[^1] + 1L + 2 * Positions.Sum(position => position + 1L);

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

    /// <summary>The same predictions in pieces that keep so many workers busy to the end: no piece is larger than a worker's share, unless it is a single
    /// prediction, and large ones come first.</summary>
    public static IReadOnlyList<PredictionGroup> Balanced(IReadOnlyList<PredictionGroup> groups, int workers)
    {
        if (workers == 1) return groups;
        var share = Math.Max(1, groups.Sum(group => group.Cost) / workers);
        return [.. groups.SelectMany(group => group.Split((int)Math.Min(group.Positions.Count, (group.Cost + share - 1) / share))).OrderByDescending(piece => piece.Cost)];
    }

    private IEnumerable<PredictionGroup> Split(int parts)
    {
        if (parts <= 1) return [this];
        var size = (Positions.Count + parts - 1) / parts;
        return Positions.Chunk(size).Zip(Numbers.Chunk(size), (positions, numbers) => new PredictionGroup(Document, positions, numbers));
    }
}
