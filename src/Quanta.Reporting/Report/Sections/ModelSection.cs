using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Report;

/// <summary>How losses differ between models and fall over checkpoints, on all predictions and on the largest clusters.</summary>
internal static class ModelSection
{
    private const int ClustersShown = 6;

    public static ReportSection? Of(RunContents run)
    {
        if (run.Models.Count < 2) return null;
        var losses = LossCurves.Of(run, ClustersShown);
        return new ReportSection("models", "Losses over models and checkpoints", html =>
        {
            html.Leaf("p", "Mean losses in nats on all predictions of the corpus and on the members of the largest clusters, which were selected because "
                + $"{run.Model} predicts them well: that its own loss on them is low says nothing; how others come down to it does.");
            var trained = losses.GroupBy(entry => entry.Name.Model).Where(group => group.Count(entry => entry.Name.Step > 0) > 1).ToList();
            foreach (var (index, model) in trained.Index())
                FigureMarkup.Write(html, $"figure-model{index}", CheckpointChart([.. model.Where(entry => entry.Name.Step > 0)], model.Key),
                    $"Mean losses over the training of {model.Key}. Step 0 has no place on a logarithmic axis; it is in the table.");
            var sizes = LossCurves.BySize(losses);
            if (sizes.Count > 1)
                FigureMarkup.Write(html, "figure-model-sizes", SizeChart(sizes), $"Mean losses against size, on logarithmic axes, under {string.Join(", ", sizes.Select(entry => entry.Name.Name))}.");
            TableOf(losses).Write(html);
        });
    }

    private static Chart CheckpointChart(List<ModelLosses> checkpoints, string model) => ChartOf(
        checkpoints, entry => entry.Name.Step, Axis.Log("training step"), Axis.Linear("mean loss (nats)") with { Minimum = 0 }, $"over training steps of {model}");

    private static Chart SizeChart(IReadOnlyList<ModelLosses> models) =>
        ChartOf(models, entry => entry.Parameters, Axis.Log("parameters (non-embedding)"), Axis.Log("mean loss (nats)"), "over model size");

    private static Chart ChartOf(IReadOnlyList<ModelLosses> entries, Func<ModelLosses, double> place, Axis x, Axis y, string over)
    {
        var places = entries.Select(place).ToList();
        var clusters = Enumerable.Range(0, entries[0].Clusters.Count);
        return new Chart
        {
            Height = 2.8,
            Description = $"Mean losses {over}: all predictions from {Figures.Short(entries[0].All)} to {Figures.Short(entries[^1].All)} nats.",
            Panels =
            [
                new Panel
                {
                    X = x,
                    Y = y,
                    Legend = LegendPlacement.Outside,
                    Marks =
                    [
                        Curve(places, entries.Select(entry => entry.All), "all predictions", Ink.Foreground, Dash.Dashed),
                        .. clusters.Select(rank => Curve(places, entries.Select(entry => entry.Clusters[rank]), $"cluster {rank}", Ink.Category(rank), Dash.Solid)),
                    ],
                },
            ],
        };
    }

    private static Line Curve(IReadOnlyList<double> places, IEnumerable<double> losses, string name, Ink ink, Dash dash) =>
        new(Frame.Of(("place", places), ("loss", [.. losses])), "place", "loss") { Name = name, Ink = ink, Dash = dash, Markers = 3 };

    private static Table TableOf(IReadOnlyList<ModelLosses> losses) => new(
        "model-losses", "Mean loss under each model, in nats",
        ["model", "all predictions", .. Enumerable.Range(0, losses[0].Clusters.Count).Select(rank => $"cluster {rank}")],
        [.. losses.Select(entry => (IReadOnlyList<Cell>)
            [Cell.Data(entry.Name.Name), Nats(entry.All), .. entry.Clusters.Select(Nats)])])
    {
        IsSortable = true,
    };

    private static Cell Nats(double value) => Cell.Number(value, Figures.Nats(value));
}
