using Quanta.LanguageModels;

namespace Quanta.Discovery.Selection;

/// <summary>Chooses the predictions whose gradients are compared.</summary>
public static class TokenSelection
{
    /// <summary>Applies the filters in order: loss, induction, stride, count.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="losses">The loss of every prediction in nats, [predictions].</param>
    /// <param name="options">The filters.</param>
    /// <param name="progress">Told of each document done.</param>
    /// <exception cref="ArgumentException">The losses are not as many as the corpus's predictions, or an option is out of range.</exception>
    /// <exception cref="InvalidDataException">A loss is NaN or infinite: whether it is below the threshold cannot be told.</exception>
    public static SelectionResult Select(TokenDocuments documents, ReadOnlySpan<float> losses, SelectionOptions options, IStageProgress? progress = null)
    {
        options.Validate();
        if (losses.Length != documents.PredictionCount)
            throw new ArgumentException(
                $"There must be one loss a prediction: the corpus has {documents.PredictionCount} predictions, but there are {losses.Length} losses.", nameof(losses));

        RequireFinite(documents, losses);
        var counts = new FilterCounts();
        var kept = Filter(documents, losses, options, counts, progress);
        var selected = Take(kept, options);
        return new SelectionResult([.. selected], Report(documents, selected, options.Stride, kept.Count, counts));
    }

    private static void RequireFinite(TokenDocuments documents, ReadOnlySpan<float> losses)
    {
        var bad = 0L;
        foreach (var loss in losses) bad += float.IsFinite(loss) ? 0 : 1;
        if (bad == 0) return;
        var first = losses.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        throw new InvalidDataException(
            $"{bad:N0} of {losses.Length:N0} losses are not finite, the first that of prediction {first} (document {documents.Locate(first).Document}): {losses[first]}. "
            + "Finite losses are required to select by; compute them anew from a checkpoint whose weights are finite, or leave such documents out.");
    }

    /// <summary>Prediction i is the kept one of rank i stride, or i kept / count: from the whole of the corpus, its end as well as its beginning.</summary>
    private static List<long> Take(List<long> kept, SelectionOptions options)
    {
        var ranks = options.Stride is { } stride
            ? Enumerable.Range(0, (int)Math.Min(options.Count, (kept.Count + stride - 1L) / stride)).Select(i => i * stride)
            : Enumerable.Range(0, Math.Min(options.Count, kept.Count)).Select(i => (int)((long)i * kept.Count / Math.Min(options.Count, kept.Count)));
        return [.. ranks.Select(rank => kept[rank])];
    }

    private static List<long> Filter(TokenDocuments documents, ReadOnlySpan<float> losses, SelectionOptions options, FilterCounts counts, IStageProgress? progress)
    {
        var kept = new List<long>();
        var inducible = Array.Empty<bool>();
        for (var d = 0; d < documents.Count; d++)
        {
            var tokens = documents[d];
            var predictions = Math.Max(tokens.Length - 1, 0);
            if (inducible.Length < predictions) inducible = new bool[predictions];
            InducibleTokens.Mark(tokens, inducible.AsSpan(0, predictions), documents.Windows);
            for (var r = 0; r < predictions; r++)
            {
                var global = documents.PredictionOffset(d) + r;
                var isLow = losses[(int)global] < options.ThresholdNats;
                counts.Add(isLow, inducible[r]);
                if (isLow && !(inducible[r] && options.DropInducible)) kept.Add(global);
            }
            progress?.Advance(1);
        }
        return kept;
    }

    private static SelectionReport Report(TokenDocuments documents, List<long> selected, int? stride, int kept, FilterCounts counts)
    {
        var perDocument = selected.GroupBy(p => documents.Locate(p).Document).Select(g => g.Count()).DefaultIfEmpty(0).ToList();
        return new SelectionReport
        {
            Predictions = documents.PredictionCount,
            BelowThreshold = counts.Low,
            Inducible = counts.Inducible,
            BelowThresholdAndInducible = counts.Both,
            Kept = kept,
            Stride = stride ?? (double)kept / Math.Max(1, selected.Count),
            Selected = selected.Count,
            Documents = selected.Count == 0 ? 0 : perDocument.Count,
            MostInOneDocument = perDocument.Max(),
        };
    }

    private sealed class FilterCounts
    {
        public long Low { get; private set; }

        public long Inducible { get; private set; }

        public long Both { get; private set; }

        public void Add(bool isLow, bool isInducible)
        {
            if (isLow) Low++;
            if (isInducible) Inducible++;
            if (isLow && isInducible) Both++;
        }
    }
}

/// <param name="Predictions">Global prediction indices, ascending, [n].</param>
/// <param name="Report">What each filter kept and dropped.</param>
public sealed record SelectionResult(long[] Predictions, SelectionReport Report);

/// <summary>What each filter kept and dropped, in predictions.</summary>
public sealed record SelectionReport
{
    public required long Predictions { get; init; }

    /// <summary>Those with a loss below the threshold.</summary>
    public required long BelowThreshold { get; init; }

    /// <summary>Those that induction predicts, whatever their loss.</summary>
    public required long Inducible { get; init; }

    public required long BelowThresholdAndInducible { get; init; }

    /// <summary>Those that passed the filters on loss and induction.</summary>
    public required long Kept { get; init; }

    /// <summary>One of so many kept predictions was taken, on average where they were spread.</summary>
    public required double Stride { get; init; }

    public required long Selected { get; init; }

    /// <summary>How many documents the selected predictions come from.</summary>
    public required int Documents { get; init; }

    /// <summary>The largest number that one document contributes.</summary>
    public required int MostInOneDocument { get; init; }
}

/// <summary>Finds tokens that copying could predict: the last of a trigram that occurred earlier in what the model read before them.</summary>
/// <remarks>Prediction r (of token r + 1) is inducible when tokens r - 1, r, r + 1 stood together, in this order, before; so the first prediction of a
/// document never is. The published script's rule (zero_and_induction_idxs). Where documents are read in windows, the earlier trigram must lie within the window that
/// scores the prediction: what lies before it cannot be copied.</remarks>
public static class InducibleTokens
{
    /// <summary>Marks the inducible predictions of one document.</summary>
    /// <param name="tokens">The document, [T].</param>
    /// <param name="inducible">Out: [max(T - 1, 0)].</param>
    /// <param name="windows">How the document is read; null: at once.</param>
    public static void Mark(ReadOnlySpan<int> tokens, Span<bool> inducible, ContextWindows? windows = null)
    {
        inducible.Clear();
        var lastEnd = new Dictionary<(int, int, int), int>(tokens.Length);
        for (var j = 2; j < tokens.Length; j++)
        {
            var trigram = (tokens[j - 2], tokens[j - 1], tokens[j]);
            inducible[j - 1] = lastEnd.TryGetValue(trigram, out var end) && end - 2 >= (windows?.StartAt(j - 1) ?? 0);
            lastEnd[trigram] = j;
        }
    }
}
