using System.Globalization;

namespace Quanta.Reporting.Report;

/// <summary>A name of losses: a model, or "model@checkpoint".</summary>
/// <param name="Name">As the losses are called.</param>
/// <param name="Model">The part before "@".</param>
/// <param name="Step">The number that ends the checkpoint's name; NaN where there is none.</param>
internal sealed record ModelName(string Name, string Model, double Step)
{
    public static ModelName Parse(string name)
    {
        var at = name.LastIndexOf('@');
        if (at < 0) return new ModelName(name, name, double.NaN);
        var digits = name.Length;
        while (digits > at + 1 && char.IsAsciiDigit(name[digits - 1])) digits--;
        var isNumber = double.TryParse(name.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var step);
        return new ModelName(name, name[..at], isNumber ? step : double.NaN);
    }
}

/// <summary>Mean losses under one model, in nats.</summary>
/// <param name="Name">The model.</param>
/// <param name="All">Over all predictions of the corpus.</param>
/// <param name="Clusters">Over the members of each of the largest clusters, by rank.</param>
internal sealed record ModelLosses(ModelName Name, double All, IReadOnlyList<double> Clusters)
{
    /// <summary>The model's parameters without embedding and output map; NaN where the run does not say.</summary>
    public double Parameters { get; init; } = double.NaN;
}

/// <summary>How losses differ between models and fall over checkpoints.</summary>
internal static class LossCurves
{
    /// <summary>One entry a model, by model in the order of the run and then by step.</summary>
    public static IReadOnlyList<ModelLosses> Of(RunContents run, int clusters)
    {
        var count = Math.Min(clusters, run.Clusters?.Count ?? 0);
        var names = run.Models.Select(ModelName.Parse).ToList();
        var order = names.Select(name => name.Model).Distinct().ToList();
        return [.. names.OrderBy(name => order.IndexOf(name.Model)).ThenBy(name => name.Step).Select(name => Of(run, name, count))];
    }

    /// <summary>The last checkpoint of each model whose size is known, by size: what falls with size alone. Of models of one size, the first.</summary>
    public static IReadOnlyList<ModelLosses> BySize(IReadOnlyList<ModelLosses> losses) =>
    [
        .. losses.GroupBy(entry => entry.Name.Model).Select(model => model.Last()).Where(entry => entry.Parameters > 0)
            .DistinctBy(entry => entry.Parameters).OrderBy(entry => entry.Parameters),
    ];

    private static ModelLosses Of(RunContents run, ModelName name, int clusters)
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
