using System.Globalization;
using System.Text.Json.Nodes;
using Quanta.Cli.Output;
using Quanta.Scaling.Fits;

namespace Quanta.Cli.Scaling;

/// <summary>A fit as a page of text or as JSON.</summary>
/// <param name="fit">What to show.</param>
/// <param name="confidence">Of the intervals of predictions.</param>
/// <param name="predictions">Sizes at which to evaluate the law.</param>
internal sealed class FitReport(FitResult fit, double confidence, IReadOnlyList<double[]> predictions)
{
    public void WriteText(TextWriter output)
    {
        output.WriteLine(fit.Form.Formula);
        output.WriteLine(fit.Summary);
        output.WriteLine();
        WriteParameters(output);
        output.WriteLine();
        new Results(output, asJson: false)
            .Add("points", fit.Statistics.Points)
            .Add("objective", Format(fit.Statistics.Objective))
            .Add("RMSLE", Format(fit.Statistics.Errors.RootMeanSquareLog))
            .Add("mean relative error", Format(fit.Statistics.Errors.MeanRelative))
            .Add("AICc", Format(fit.Statistics.Aicc))
            .Add("BIC", Format(fit.Statistics.Bic))
            .Write();
        WritePredictions(output);
        output.WriteLine();
        output.WriteLine("Checklist ([+] good, [!] caution, [ ] for the record):");
        foreach (var item in fit.Checklist) output.WriteLine($"  {Mark(item.Attention)} {item.Topic}: {item.Sentence}");
    }

    public JsonObject ToJson() => new()
    {
        ["form"] = fit.Form.Name,
        ["formula"] = fit.Form.Formula,
        ["summary"] = fit.Summary,
        ["loss"] = new JsonObject { ["name"] = fit.Loss.Name, ["delta"] = JsonNumber.Of(fit.Loss.Delta), ["definition"] = fit.Loss.Describe() },
        ["parameters"] = new JsonArray([.. fit.Parameters.Select(ToJson)]),
        ["derived"] = new JsonArray([.. fit.Derived.Select(ToJson)]),
        ["search"] = new JsonObject
        {
            ["status"] = fit.Search.Status.ToString(),
            ["starts"] = fit.Search.Starts,
            ["converged"] = fit.Search.Converged,
            ["agreeing"] = fit.Search.Agreeing,
            ["next_objective"] = JsonNumber.Of(fit.Search.NextObjective),
        },
        ["statistics"] = Statistics(),
        ["held_out"] = fit.HeldOut is { } held
            ? new JsonObject { ["points"] = held.Points, ["decades"] = JsonNumber.Of(held.Decades), ["errors"] = Errors(held.Errors) } : null,
        ["bootstrap"] = fit.Bootstrap is { } sample
            ? new JsonObject { ["failed"] = sample.Failed, ["parameters"] = new JsonArray([.. sample.Parameters.Select(p => new JsonArray([.. p.Select(JsonNumber.Of)]))]) }
            : null,
        ["predictions"] = new JsonArray([.. predictions.Select(sizes => new JsonObject
        {
            ["sizes"] = new JsonArray([.. sizes.Select(JsonNumber.Of)]),
            ["value"] = JsonNumber.Of(fit.Predict(sizes)),
            ["interval"] = ToJson(fit.PredictInterval(confidence, sizes)),
        })]),
        ["checklist"] = new JsonArray([.. fit.Checklist.Select(item => new JsonObject
        {
            ["topic"] = item.Topic,
            ["attention"] = item.Attention.ToString(),
            ["sentence"] = item.Sentence,
        })]),
    };

    private void WriteParameters(TextWriter output)
    {
        var percent = string.Create(CultureInfo.InvariantCulture, $"{100 * confidence:0.##} %");
        string[] profile = fit.Parameters.Any(p => p.Profile is not null) ? ["std. error", $"{percent} profile"] : [];
        string[] bootstrap = fit.Bootstrap is not null ? ["bootstrap error", $"{percent} bootstrap"] : [];
        List<string[]> rows = [["parameter", "value", .. profile, .. bootstrap, "meaning"]];
        foreach (var p in fit.Parameters.Concat(fit.Derived))
        {
            string[] byProfile = profile.Length > 0 ? [Format(p.AsymptoticError), Format(p.Profile)] : [];
            string[] byBootstrap = bootstrap.Length > 0 ? [Format(p.BootstrapError), Format(p.Bootstrap)] : [];
            rows.Add([p.Name, Format(p.Value), .. byProfile, .. byBootstrap, p.Meaning]);
        }
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) output.WriteLine(string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
    }

    private void WritePredictions(TextWriter output)
    {
        if (fit.HeldOut is { } held)
        {
            output.WriteLine($"held out {held.Points} points: RMSLE {Format(held.Errors.RootMeanSquareLog)}, mean relative error "
                + $"{Format(held.Errors.MeanRelative)}");
        }
        foreach (var sizes in predictions)
        {
            var names = string.Join(", ", sizes.Zip(fit.Form.Inputs, (size, input) => $"{input.Symbol} = {Format(size)}"));
            var interval = fit.PredictInterval(confidence, sizes) is { } between ? $" ({Format(between)})" : "";
            output.WriteLine($"at {names}: {Format(fit.Predict(sizes))}{interval}");
        }
    }

    private JsonObject Statistics() => new()
    {
        ["points"] = fit.Statistics.Points,
        ["free_parameters"] = fit.Statistics.FreeParameters,
        ["objective"] = JsonNumber.Of(fit.Statistics.Objective),
        ["residual_scale"] = JsonNumber.Of(fit.Statistics.ResidualScale),
        ["log_likelihood"] = JsonNumber.Of(fit.Statistics.LogLikelihood),
        ["aicc"] = JsonNumber.Of(fit.Statistics.Aicc),
        ["bic"] = JsonNumber.Of(fit.Statistics.Bic),
        ["errors"] = Errors(fit.Statistics.Errors),
    };

    private static JsonObject Errors(PredictionErrors errors) => new()
    {
        ["rmse"] = JsonNumber.Of(errors.RootMeanSquare),
        ["rmsle"] = JsonNumber.Of(errors.RootMeanSquareLog),
        ["mean_relative"] = JsonNumber.Of(errors.MeanRelative),
    };

    private static JsonObject ToJson(FittedValue p) => new()
    {
        ["name"] = p.Name,
        ["meaning"] = p.Meaning,
        ["value"] = JsonNumber.Of(p.Value),
        ["standard_error"] = JsonNumber.Of(p.AsymptoticError),
        ["profile"] = ToJson(p.Profile),
        ["bootstrap_error"] = JsonNumber.Of(p.BootstrapError),
        ["bootstrap"] = ToJson(p.Bootstrap),
        ["determined"] = p.IsDetermined,
    };

    private static JsonArray? ToJson(Interval? interval) => interval is null ? null : new JsonArray(JsonNumber.Of(interval.Low), JsonNumber.Of(interval.High));

    private static string Format(Interval? interval) => interval is null ? "" : $"{Format(interval.Low)} to {Format(interval.High)}";

    private static string Format(double value) =>
        double.IsNaN(value) ? "" : value.ToString("G6", CultureInfo.InvariantCulture).Replace("Infinity", "inf", StringComparison.Ordinal);

    private static string Mark(Attention attention) => attention switch
    {
        Attention.Good => "[+]",
        Attention.Caution => "[!]",
        _ => "[ ]",
    };
}
