using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Gradients;

/// <summary>The predictions asked for of one context: a document, or a window of one.</summary>
/// <param name="Context">The context.</param>
/// <param name="Positions">The positions they are made at, ascending.</param>
/// <param name="Numbers">Their indices in the list that was asked for.</param>
internal sealed record PredictionGroup(int Context, IReadOnlyList<int> Positions, IReadOnlyList<int> Numbers)
{
    /// <summary>Stacks for each worker at least: the last to end is waited for.</summary>
    private const int StacksAWorker = 8;

    /// <summary>Documents are stacked up to so many tokens: more gain nothing.</summary>
    private const int TokensTogether = 512;

    /// <summary>Roughly what it takes, in tokens of a forward pass: a backward pass costs two.</summary>
    public long Cost { get; } = Positions[^1] + 1L + 2 * Positions.Sum(position => position + 1L);

    /// <summary>How many of the context's tokens go forward.</summary>
    public int TokenCount => Positions[^1] + 1;

    /// <summary>Groups global prediction indices by context.</summary>
    public static IReadOnlyList<PredictionGroup> Of(TokenDocuments documents, ReadOnlySpan<long> predictions)
    {
        var located = new (int Context, int Position, int Number)[predictions.Length];
        for (var i = 0; i < predictions.Length; i++)
        {
            var (context, position) = documents.LocateContext(predictions[i]);
            located[i] = (context, position, i);
        }
        return [.. located.Order().GroupBy(p => p.Context).Select(g => new PredictionGroup(g.Key, [.. g.Select(p => p.Position)], [.. g.Select(p => p.Number)]))];
    }

    /// <summary>The same predictions in pieces that keep so many workers busy to the end: no piece is larger than a worker's share, unless it is a single
    /// prediction, and large ones come first.</summary>
    public static IReadOnlyList<PredictionGroup> Balanced(IReadOnlyList<PredictionGroup> groups, int workers)
    {
        if (workers == 1) return groups;
        var share = Math.Max(1, groups.Sum(group => group.Cost) / workers);
        return [.. groups.SelectMany(group => group.Split((int)Math.Min(group.Positions.Count, (group.Cost + share - 1) / share))).OrderByDescending(piece => piece.Cost)];
    }

    /// <summary>Runs of groups that go forward and backward as one stack: as many as a worker has room for and leave enough stacks for all workers.</summary>
    /// <param name="groups">In the order in which they are worked on.</param>
    /// <param name="workers">How many.</param>
    /// <param name="needs">What a worker holds for some groups together, of which <paramref name="room"/> may not be exceeded but by one alone; null: that does not matter.</param>
    /// <param name="room">In the same units.</param>
    public static IReadOnlyList<IReadOnlyList<PredictionGroup>> Stacked(
        IReadOnlyList<PredictionGroup> groups, int workers, Func<IReadOnlyList<PredictionGroup>, long>? needs = null, long room = 0)
    {
        var share = groups.Sum(group => group.Cost) / (StacksAWorker * workers);
        var stacks = new List<List<PredictionGroup>>();
        foreach (var group in groups)
        {
            var fits = stacks.Count > 0 && stacks[^1].Sum(other => other.Cost) + group.Cost <= share
                && stacks[^1].Sum(other => other.TokenCount) + group.TokenCount <= TokensTogether && (needs is null || needs([.. stacks[^1], group]) <= room);
            if (!fits) stacks.Add([]);
            stacks[^1].Add(group);
        }
        return stacks;
    }

    /// <summary>The groups in at most so many parts of about the same cost.</summary>
    public static IReadOnlyList<IReadOnlyList<PredictionGroup>> Divided(IReadOnlyList<PredictionGroup> groups, int parts)
    {
        var divided = Enumerable.Range(0, Math.Min(parts, groups.Count)).Select(_ => new List<PredictionGroup>()).ToArray();
        foreach (var group in groups.OrderByDescending(group => group.Cost)) divided.MinBy(part => part.Sum(other => other.Cost))!.Add(group);
        return divided;
    }

    private IEnumerable<PredictionGroup> Split(int parts)
    {
        if (parts <= 1) return [this];
        var size = (Positions.Count + parts - 1) / parts;
        return Positions.Chunk(size).Zip(Numbers.Chunk(size), (positions, numbers) => new PredictionGroup(Context, positions, numbers));
    }
}

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
