namespace Quanta.Reporting.Report;

/// <summary>The losses of one kind of text under one model.</summary>
/// <param name="Name">The kind; null where the corpus does not say.</param>
/// <param name="Documents">How many documents are of the kind.</param>
/// <param name="Losses">The losses of all their predictions, in nats, in ascending order.</param>
internal sealed record KindLosses(string? Name, int Documents, float[] Losses)
{
    /// <summary>In nats, accumulated in float64; NaN where there is no prediction.</summary>
    public double Mean => Losses.Length == 0 ? double.NaN : Losses.Sum(loss => (double)loss) / Losses.Length;

    /// <summary>The q-th quantile by linear interpolation; NaN where there is no prediction.</summary>
    public double Quantile(double q) => Numerics.Statistics.Quantile.OfOrdered<float>(Losses, q);

    /// <summary>The share of predictions with a loss below a threshold in nats.</summary>
    public double ShareBelow(double nats) => Losses.Length == 0 ? double.NaN : Losses.Count(loss => loss < nats) / (double)Losses.Length;
}

/// <summary>Splits a model's losses by kind of text.</summary>
internal static class LossesByKind
{
    /// <summary>The kinds by falling number of predictions; those beyond <paramref name="most"/> are put together as the last one.</summary>
    public static IReadOnlyList<KindLosses> Of(RunContents run, string model, int most)
    {
        var (documents, losses) = (run.Documents!, run.Losses(model));
        var kinds = run.Records.Select((record, document) => (record.Kind, Document: document)).GroupBy(pair => pair.Kind)
            .Select(group => new KindLosses(group.Key, group.Count(), Sorted(group.SelectMany(pair => LossesOf(pair.Document)))))
            .OrderByDescending(kind => kind.Losses.Length).ThenBy(kind => kind.Name, StringComparer.Ordinal).ToList();
        if (kinds.Count <= most) return kinds;
        var rest = kinds[(most - 1)..];
        return [.. kinds[..(most - 1)], new KindLosses($"{rest.Count} other kinds", rest.Sum(kind => kind.Documents), Sorted(rest.SelectMany(kind => kind.Losses)))];

        ArraySegment<float> LossesOf(int document) =>
            new(losses, (int)documents.PredictionOffset(document), Math.Max(documents.TokenCount(document) - 1, 0));
    }

    private static float[] Sorted(IEnumerable<float> losses)
    {
        var sorted = losses.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
