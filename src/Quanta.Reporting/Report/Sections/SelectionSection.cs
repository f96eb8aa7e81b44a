using System.Text.Json.Nodes;
using Quanta.Discovery.Runs;

namespace Quanta.Reporting.Report;

/// <summary>What each filter kept of the predictions.</summary>
internal static class SelectionSection
{
    private static readonly (string Field, string Meaning)[] Steps =
    [
        ("predictions", "all predictions of the corpus"),
        ("below_threshold", "with a loss below the threshold"),
        ("inducible", "that copying predicts: the last token of a trigram seen earlier in the document"),
        ("below_threshold_and_inducible", "below the threshold, but inducible"),
        ("kept", "kept by the filters"),
        ("selected", "selected, to be compared with one another"),
    ];

    public static ReportSection? Of(RunContents run)
    {
        if (run.Json(RunArtifacts.SelectionReport) is not JsonObject report) return null;
        return new ReportSection("selection", "Selection", html =>
        {
            html.Leaf("p", Sentence(report, run.Stage("selection")));
            var all = Number(report, "predictions") ?? double.NaN;
            var rows = Steps.Select(step => (step.Meaning, Value: Number(report, step.Field))).Where(step => step.Value is not null).Select(step =>
                (IReadOnlyList<Cell>)[step.Meaning, Cell.Number(step.Value!.Value, Figures.Short(step.Value.Value)),
                    Cell.Number(step.Value.Value / all, Figures.Share(step.Value.Value / all))]);
            new Table("filters", "What each filter kept", ["predictions", "count", "share"], [.. rows]).Write(html);
        });
    }

    private static string Sentence(JsonObject report, StageRecord? stage)
    {
        var threshold = stage is null ? null : Number(stage.Options, "threshold_nats");
        var induction = stage?.Options["drop_inducible"]?.ToString() == "false" ? "Inducible tokens were kept, too. " : "";
        return (threshold is null ? "" : $"Predictions with a loss below {Figures.Short(threshold.Value)} nats were candidates. ")
            + induction
            + (Number(report, "stride") is { } stride ? (stride == 1 ? "All that the filters kept were candidates. " : $"One of {Figures.Short(stride)} that the filters kept was taken. ") : "")
            + (Number(report, "documents") is { } documents ? $"Those selected come from {Figures.Of((long)documents, "document")}" : "")
            + (Number(report, "most_in_one_document") is { } most ? $", at most {Figures.Short(most)} from one." : "");
    }

    private static double? Number(JsonObject report, string field) => report[field] is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;
}
