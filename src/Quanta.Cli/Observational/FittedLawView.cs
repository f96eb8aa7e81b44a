using System.Globalization;
using System.Text.Json.Nodes;
using Quanta.Cli.Output;
using Quanta.Scaling.Observational;

namespace Quanta.Cli.Observational;

/// <summary>How a fitted law looks: as text for people, as JSON for programs.</summary>
internal static class FittedLawView
{
    /// <summary>A row for each law, with the area under its error curve where that was asked for.</summary>
    public static ResultTable Compare(IReadOnlyList<ObservationalFit> fits, IReadOnlyList<double>? areas)
    {
        string[] area = areas is null ? [] : ["aue"];
        var table = new ResultTable(
            ["predictor", "train models", "test models", "train mse", "test mse", "train mae", "test mae", "train r2", .. area]);
        for (var i = 0; i < fits.Count; i++)
        {
            var (fit, train, test) = (fits[i], fits[i].TrainErrors, fits[i].TestErrors);
            object[] last = areas is null ? [] : [areas[i]];
            table.Add(
            [
                fit.Law.Predictor.ToString(), fit.Train.Count, fit.Test.Count, train.MeanSquared, test.MeanSquared, train.MeanAbsolute, test.MeanAbsolute,
                train.R2, .. last,
            ]);
        }
        return table;
    }

    public static JsonObject ToJson(ObservationalFit fit, ResultTable comparison)
    {
        var law = fit.Law;
        var weights = law.Benchmarks.Zip(law.BenchmarkWeights(), (name, weight) => KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(weight)));
        return new JsonObject
        {
            ["target"] = law.Target,
            ["floor"] = law.Response.Floor,
            ["height"] = law.Response.Height,
            ["intercept"] = law.InterceptAtZero(),
            ["benchmark_weights"] = new JsonObject(weights),
            ["explained_variance"] = new JsonArray([.. law.Components!.Explained.Select(share => (JsonNode)JsonValue.Create(share))]),
            ["equivalent_compute"] =
                law.Equivalent is { } e ? new JsonObject { ["family"] = e.Family, ["offset"] = e.Offset, ["slope"] = e.Slope } : null,
            ["status"] = fit.Status.ToString(),
            ["predictors"] = comparison.ToJson(),
        };
    }

    public static void WriteText(TextWriter output, ObservationalFit fit, ResultTable comparison)
    {
        var law = fit.Law;
        var terms = string.Concat(law.Benchmarks.Zip(law.BenchmarkWeights(), Term));
        var explained = string.Join(", ", law.Components!.Explained.Select(share => share.ToString("P1", CultureInfo.InvariantCulture)));
        comparison.WriteText(output);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"score = {Formula(law.Response)}, z = {law.InterceptAtZero():0.####}{terms}"));
        output.WriteLine($"components explain {explained} of the benchmarks' variance");
        if (law.Equivalent is not { } scale) return;
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"z = {scale.Offset:0.####} + {scale.Slope:0.####} ln(compute / 1e21) for {scale.Family}"));
    }

    private static string Formula(Response response) => response.Form switch
    {
        ResponseForm.Linear => "z",
        ResponseForm.Exponential => "exp(z)",
        _ => string.Create(CultureInfo.InvariantCulture, $"{response.Floor:0.####} + {response.Height:0.####} / (1 + exp(-z))"),
    };

    /// <summary>A benchmark's term, e.g. " + 2.1 MMLU".</summary>
    private static string Term(string name, double weight) =>
        string.Create(CultureInfo.InvariantCulture, $" {(weight < 0 ? '-' : '+')} {Math.Abs(weight):0.###} {name}");
}
