using System.Globalization;
using Quanta.Discovery.Proof;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Report;

/// <summary>What interventions on half of each cluster did to the other half and to others.</summary>
internal static class ProofSection
{
    public static ReportSection? Of(RunContents run)
    {
        if (run.ClusteringName is null || !run.Has(ProofStage.Artifact(run.ClusteringName))) return null;
        var result = ProofStage.Read(run.Folder, run.ClusteringName);
        return new ReportSection("proof", "Proof by intervention", html =>
        {
            html.Leaf("p", $"Half of each of {result.Clusters.Count} clusters was harmed, in two ways: by a step along that half's mean gradient, and by silencing the attention head that it needs most. "
                + "A cluster of one mechanism suffers as a whole: its other half, of other documents, more than its nearest cluster, than tokens of other clusters with the same predicted tokens, "
                + "and than random tokens. Points below the line are clusters of which that holds.");
            Write(html, result, "step", "a step along the gradient", each => each.ByStep);
            Write(html, result, "head", "silencing a head", each => each.ByHead);
            new Table("proof-differences", "Rise of the held-out half's loss less that of others, nats; mean over clusters, 95 % bootstrap interval, p by drawing signs anew",
                ["intervention", "others", "difference", "from", "to", "p", "clusters"], [.. Rows("step along the gradient", result.Steps), .. Rows("silenced head", result.Heads)]).Write(html);
        });
    }

    private static void Write(HtmlWriter html, ProofResult result, string name, string what, Func<ClusterProof, Damages?> damagesOf)
    {
        var damages = result.Clusters.Select(damagesOf).OfType<Damages>().ToList();
        if (damages.Count == 0) return;
        var largest = damages.SelectMany(each => new[] { each.HeldOut, each.Nearest ?? 0, each.SameToken ?? 0, each.Random ?? 0 }).Max();
        FigureMarkup.Write(html, $"figure-proof-{name}", new Chart
        {
            Height = 2.6,
            Description = $"How much {what} raised losses: of a cluster's held-out half against others.",
            Panels =
            [
                new Panel
                {
                    X = Axis.Linear("rise of the held-out half's loss (nats)"),
                    Y = Axis.Linear("rise of others' (nats)"),
                    Colour = ColourScale.Categorical(),
                    Legend = LegendPlacement.Outside,
                    Marks = [new Points(FrameOf(damages), "held", "other") { ColourBy = "others", Size = 3 }, new Curve(x => x, Math.Min(0, damages.Min(each => each.HeldOut)), Math.Max(largest, 1e-6)) { Ink = Ink.Muted }],
                },
            ],
        }, $"A point for each cluster and what it is compared with, after {what}.");
    }

    private static Frame FrameOf(List<Damages> damages)
    {
        var rows = new List<(double Held, double Other, string Name)>();
        foreach (var each in damages)
            foreach (var (value, name) in new[] { (each.Nearest, "nearest cluster"), (each.SameToken, "same token elsewhere"), (each.Random, "random tokens") })
                if (value is { } other) rows.Add((each.HeldOut, other, name));
        return Frame.Of(("held", [.. rows.Select(row => row.Held)]), ("other", [.. rows.Select(row => row.Other)])).With("others", [.. rows.Select(row => row.Name)]);
    }

    private static IEnumerable<IReadOnlyList<Cell>> Rows(string intervention, ProofDifferences differences)
    {
        foreach (var (others, difference) in new[] { ("nearest cluster", differences.LessNearest), ("same token elsewhere", differences.LessSameToken), ("random tokens", differences.LessRandom) })
            yield return
            [
                intervention, others, NumberOf(difference.Mean), NumberOf(difference.Low), NumberOf(difference.High), NumberOf(difference.P),
                Cell.Number(difference.Clusters, difference.Clusters.ToString(CultureInfo.InvariantCulture)),
            ];
    }

    private static Cell NumberOf(double? value) => value is { } number ? Cell.Number(number, Figures.Short(number)) : "–";
}
