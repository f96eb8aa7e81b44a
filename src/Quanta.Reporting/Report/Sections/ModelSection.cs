using Quanta.Reporting.Charts;
using Quanta.Scaling.Losses;

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

/// <summary>Mean losses under one model, in nats.</summary>
/// <param name="Name">The model.</param>
/// <param name="All">Over all predictions of the corpus.</param>
/// <param name="Clusters">Over the members of each of the largest clusters, by rank.</param>
internal sealed record ModelLosses(LossColumn Name, double All, IReadOnlyList<double> Clusters)
{
    /// <summary>The model's parameters without embedding and output map; NaN where the run does not say.</summary>
    public double Parameters { get; init; } = double.NaN;
}

/// <summary>How losses differ between models and fall over checkpoints.</summary>
internal static class LossCurves
{
    /// <summary>One entry a model and step: by size where it is known, then in the order of the run, then by step.</summary>
    public static IReadOnlyList<ModelLosses> Of(RunContents run, int clusters)
    {
        var count = Math.Min(clusters, run.Clusters?.Count ?? 0);
        var losses = run.Models.Select(name => Of(run, LossColumn.Parse(name), count)).ToList();
        var order = losses.Select(entry => entry.Name.Model).Distinct().ToList();
        return
        [
            .. losses.OrderBy(entry => double.IsNaN(entry.Parameters) ? double.PositiveInfinity : entry.Parameters)
                .ThenBy(entry => order.IndexOf(entry.Name.Model)).ThenBy(entry => entry.Name.Step),
        ];
    }

    /// <summary>The last checkpoint of each model whose size is known, by size: what falls with size alone. Of models of one size, the first.</summary>
    public static IReadOnlyList<ModelLosses> BySize(IReadOnlyList<ModelLosses> losses) =>
    [
        .. losses.GroupBy(entry => entry.Name.Model).Select(model => model.Last()).Where(entry => entry.Parameters > 0)
            .DistinctBy(entry => entry.Parameters).OrderBy(entry => entry.Parameters),
    ];

    private static ModelLosses Of(RunContents run, LossColumn name, int clusters)
    {
        var losses = run.Losses(name.Name);
        return new ModelLosses(name, Mean(losses), [.. Enumerable.Range(0, clusters).Select(rank =>
            Mean(run.Clusters!.Members(rank).Select(member => losses[run.Predictions[member]])))])
        {
            Parameters = run.ParametersOf(name.Name),
        };
    }

    private static double Mean(IEnumerable<float> losses) => losses.Select(loss => (double)loss).DefaultIfEmpty(double.NaN).Average();
}
