using Quanta.LanguageModels.Losses;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Report;

/// <summary>How well the model predicts each kind of text.</summary>
internal static class LossSection
{
    private const int MostKinds = 30, LongestName = 24;
    private const double LowLoss = 0.1; // the paper's threshold, in nats
    private const double InchesPerKind = 0.2, InchesOfAxes = 0.7;

    public static ReportSection? Of(RunContents run)
    {
        if (run.Documents is null || run.Model is not { } model) return null;
        var kinds = LossesByKind.Of(run, model, MostKinds);
        return new ReportSection("losses", "Losses by kind of text", html =>
        {
            using (html.Element("p")) html.Text("Cross-entropy of every prediction under ").Data(model).Text(", in nats; one nat is 1.443 bits.").Text(MeanOf(run, model));
            var drawn = kinds.Where(kind => kind.Losses.Length > 0).OrderBy(kind => kind.Mean).ToList();
            if (drawn.Count > 1) FigureMarkup.Write(html, "figure-losses", ChartOf(drawn), "Mean loss of each kind of text (points) and the middle half of its losses (bars).");
            TableOf(kinds).Write(html);
        });
    }

    /// <summary>The mean of all, also in bits per byte, which tokenizers do not change.</summary>
    private static string MeanOf(RunContents run, string model)
    {
        var (losses, bytes) = (run.Losses(model), RunBytes.Of(run.Folder, run.Documents!));
        if (losses.Length == 0 || bytes == 0) return "";
        var mean = losses.Average(loss => (double)loss);
        return $" The mean is {Figures.Short(mean)} nats, {Figures.Short(TargetBytes.BitsPerByte(mean, losses.Length, bytes))} bits per byte of text.";
    }

    private static Chart ChartOf(List<KindLosses> kinds)
    {
        var data = Frame.Of(
                ("mean", [.. kinds.Select(kind => kind.Mean)]),
                ("low", [.. kinds.Select(kind => kind.Quantile(0.25))]),
                ("high", [.. kinds.Select(kind => kind.Quantile(0.75))]))
            .With("kind", [.. ShortNames(kinds)]);
        return new Chart
        {
            Height = InchesOfAxes + InchesPerKind * kinds.Count,
            Description = $"Mean losses by kind of text, from {Figures.Short(kinds[0].Mean)} to {Figures.Short(kinds[^1].Mean)} nats.",
            Panels =
            [
                new Panel
                {
                    X = Axis.Linear("loss (nats)") with { Minimum = 0 },
                    Y = Axis.Category() with { Reversed = true },
                    Marks =
                    [
                        new ErrorBars(data, "mean", "kind") { RangeX = ("low", "high"), Ink = Ink.Muted },
                        new Points(data, "mean", "kind") { Ink = Ink.Category(0), Size = 5 },
                    ],
                },
            ],
        };
    }

    // An axis tells its categories apart by their text, so a shortened name also carries its number.
    private static IEnumerable<string> ShortNames(List<KindLosses> kinds) =>
        kinds.Select((kind, i) => kind.Name is { Length: > LongestName } name ? $"{ShortName.Of(name, LongestName - 4)} ({i + 1})" : ShortName.Of(kind.Name));

    private static Table TableOf(IReadOnlyList<KindLosses> kinds) => new(
        "kinds", "Kinds of text, by number of predictions", ["kind", "documents", "predictions", "mean, nats", "median, nats", $"below {LowLoss} nats"],
        [.. kinds.Select(kind => (IReadOnlyList<Cell>)
        [
            Cell.Data(ShortName.Of(kind.Name)),
            Cell.Number(kind.Documents, Figures.Count(kind.Documents)),
            Cell.Number(kind.Losses.Length, Figures.Count(kind.Losses.Length)),
            Cell.Number(kind.Mean, Figures.Nats(kind.Mean)),
            Cell.Number(kind.Quantile(0.5), Figures.Nats(kind.Quantile(0.5))),
            Cell.Number(kind.ShareBelow(LowLoss), Figures.Share(kind.ShareBelow(LowLoss))),
        ])])
    {
        IsSortable = true,
    };
}

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
