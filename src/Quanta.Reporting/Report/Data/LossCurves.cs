using Quanta.Scaling.Losses;

namespace Quanta.Reporting.Report;

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
