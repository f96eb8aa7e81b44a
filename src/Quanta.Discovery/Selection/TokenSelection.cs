using Quanta.LanguageModels;

namespace Quanta.Discovery.Selection;

/// <summary>Chooses the predictions whose gradients are compared.</summary>
public static class TokenSelection
{
    /// <summary>Applies the rules in order: loss, what another model has not learned, mask, kinds, induction, most in a document, stride or every document, count.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="losses">The loss of every prediction in nats, [predictions].</param>
    /// <param name="options">The rules.</param>
    /// <param name="progress">Told of each document done.</param>
    /// <param name="inputs">What the rules read beside the losses; null: nothing.</param>
    /// <exception cref="ArgumentException">The losses, or another input, are not as many as the corpus's predictions, or an option is out of range.</exception>
    /// <exception cref="InvalidDataException">A loss is NaN or infinite: whether it is below the threshold cannot be told.</exception>
    public static SelectionResult Select(
        TokenDocuments documents, ReadOnlySpan<float> losses, SelectionOptions options, IStageProgress? progress = null, SelectionInputs? inputs = null)
    {
        options.Validate();
        inputs ??= new SelectionInputs();
        if (losses.Length != documents.PredictionCount)
            throw new ArgumentException(
                $"There must be one loss a prediction: the corpus has {documents.PredictionCount} predictions, but there are {losses.Length} losses.", nameof(losses));
        inputs.Check(documents.PredictionCount, options);
        RequireFinite(documents, losses);
        RequireFinite(documents, inputs.NotByLosses);
        var rules = new PredictionRules(options, inputs);
        var kept = Filter(documents, losses, options, rules, progress);
        var candidates = options.PerDocument is { } most ? kept.ConvertAll(document => Spread(document, most)) : kept;
        var selected = Take(candidates, options);
        return new SelectionResult([.. selected], Report(documents, selected, options, kept.Sum(document => (long)document.Count), candidates.Sum(document => (long)document.Count), rules));
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

    /// <summary>The predictions of each document that has any which pass, ascending.</summary>
    private static List<List<long>> Filter(
        TokenDocuments documents, ReadOnlySpan<float> losses, SelectionOptions options, PredictionRules rules, IStageProgress? progress)
    {
        var kept = new List<List<long>>();
        var inducible = Array.Empty<bool>();
        for (var d = 0; d < documents.Count; d++)
        {
            var tokens = documents[d];
            var predictions = Math.Max(tokens.Length - 1, 0);
            if (inducible.Length < predictions) inducible = new bool[predictions];
            InducibleTokens.Mark(tokens, inducible.AsSpan(0, predictions), documents.Windows, options.Induction);
            var ofDocument = new List<long>();
            for (var r = 0; r < predictions; r++)
            {
                var global = documents.PredictionOffset(d) + r;
                if (rules.Pass(global, losses[(int)global], tokens[r + 1], inducible[r])) ofDocument.Add(global);
            }
            if (ofDocument.Count > 0) kept.Add(ofDocument);
            progress?.Advance(1);
        }
        return kept;
    }

    /// <summary>The selected ones, ascending, from the whole of the corpus, its end as well as its beginning.</summary>
    private static List<long> Take(List<List<long>> candidates, SelectionOptions options)
    {
        if (options.EveryDocument) return TakeOfEvery(candidates, options.Count);
        var all = candidates.SelectMany(document => document).ToList();
        return options.Stride is { } stride
            ? [.. Enumerable.Range(0, (int)Math.Min(options.Count, (all.Count + stride - 1L) / stride)).Select(i => all[i * stride])]
            : Spread(all, options.Count);
    }

    /// <summary>One of each document, and what is missing to the count spread over the others; one each of documents that are spread where there are more of these.</summary>
    private static List<long> TakeOfEvery(List<List<long>> candidates, int count)
    {
        var first = Spread(candidates.ConvertAll(document => document[document.Count / 2]), count);
        if (first.Count == count) return first;
        var taken = first.ToHashSet();
        var others = candidates.SelectMany(document => document).Where(prediction => !taken.Contains(prediction)).ToList();
        return [.. first.Concat(Spread(others, count - first.Count)).Order()];
    }

    /// <summary>Entry i is the one of rank i n / count; all where there are no more.</summary>
    private static List<long> Spread(List<long> sorted, int count)
    {
        var wanted = Math.Min(count, sorted.Count);
        return [.. Enumerable.Range(0, wanted).Select(i => sorted[(int)((long)i * sorted.Count / wanted)])];
    }

    private static SelectionReport Report(TokenDocuments documents, List<long> selected, SelectionOptions options, long kept, long candidates, PredictionRules rules)
    {
        var perDocument = selected.GroupBy(p => documents.Locate(p).Document).Select(g => g.Count()).DefaultIfEmpty(0).ToList();
        return new SelectionReport
        {
            Predictions = documents.PredictionCount,
            BelowThreshold = rules.Low,
            Inducible = rules.Inducible,
            BelowThresholdAndInducible = rules.LowAndInducible,
            Kept = kept,
            Stride = options.Stride ?? (double)candidates / Math.Max(1, selected.Count),
            Selected = selected.Count,
            Documents = selected.Count == 0 ? 0 : perDocument.Count,
            MostInOneDocument = perDocument.Max(),
            Rules = rules.Counts(options, candidates),
        };
    }
}
