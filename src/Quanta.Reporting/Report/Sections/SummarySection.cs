using System.Text.Json.Nodes;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Runs;

namespace Quanta.Reporting.Report;

/// <summary>What was run and with what.</summary>
internal static class SummarySection
{
    public static ReportSection Of(RunContents run) => new("summary", "What was run", html =>
    {
        foreach (var caution in run.Cautions)
        {
            using var warning = html.Element("p", ("class", "caution"), ("role", "note"));
            html.Leaf("strong", "Caution: ");
            html.Data(caution);
        }
        WriteFacts(html, run);
        StageTable(run).Write(html);
        using var details = html.Element("details");
        html.Leaf("summary", "Fingerprints of inputs and artifacts (SHA-256)");
        FileTable(run).Write(html);
    });

    private static void WriteFacts(HtmlWriter html, RunContents run)
    {
        using var list = html.Element("dl", ("class", "facts"));
        foreach (var command in run.Stages.Select(stage => stage.Command).Distinct()) Fact(html, "Command", command, isCode: true);
        if (run.Model is not null) Fact(html, "Model", run.Model);
        var others = run.Models.Where(model => model != run.Model).ToList();
        if (others.Count > 0) Fact(html, "Losses also of", string.Join(", ", others));
        if (run.Documents is { } documents)
        {
            var cut = run.Records.Count(record => record.IsCut);
            Fact(html, "Corpus", $"{Figures.Of(documents.Count, "document")} ({Figures.Count(cut)} of them cut), {Figures.Of(documents.Tokens.Length, "token")}, "
                + $"{Figures.Of(documents.PredictionCount, "prediction")}");
            if (documents.Windows is { } windows) Fact(html, "Contexts", windows.ToString());
            if (CorpusReport.Read(run.Folder) is { } corpus) WriteCorpus(html, corpus);
        }
        if (run.Clusters is { } clusters)
            Fact(html, "Clusters", $"{run.ClusteringName}: {Figures.Of(clusters.Count, "cluster")} of {Figures.Of(run.Predictions.Count, "prediction")}");
        foreach (var name in run.Stages.SelectMany(stage => stage.Versions.Keys).Distinct())
            Fact(html, NameOfVersion(name), string.Join("; ", run.Stages.Select(stage => stage.Versions.GetValueOrDefault(name)).OfType<string>().Distinct()));
        Fact(html, "Time", $"{Figures.Duration(run.Stages.Sum(stage => stage.Seconds))} in {Figures.Of(run.Stages.Count, "stage")}"
            + (run.Stages.Count > 0 ? $", the first begun {Figures.Instant(run.Stages.Min(stage => stage.Started))} UTC" : ""));
    }

    private static void WriteCorpus(HtmlWriter html, CorpusReport corpus)
    {
        if (corpus.LinesLeftOut > 0) Fact(html, "Left out", $"{Figures.Of(corpus.LinesLeftOut, "line")} that could not be read; the first: {corpus.FirstLeftOut}");
        if (corpus.EndOfTextDocuments > 0) Fact(html, "End of text", $"{Figures.Of(corpus.EndOfTextDocuments, "document")} with <|endoftext|> in the text");
        Fact(html, "Text", $"{Figures.Of(corpus.TextBytes, "byte")}, {Figures.Of(corpus.TokenBytes, "byte")} of them within the tokens kept");
    }

    private static void Fact(HtmlWriter html, string name, string value, bool isCode = false)
    {
        html.Leaf("dt", name);
        using var definition = html.Element("dd");
        if (!isCode) html.Data(value);
        else using (html.Element("code")) html.Data(value);
    }

    private static string NameOfVersion(string key) => key switch
    {
        "quanta" => "Quanta",
        "dotnet" => ".NET",
        "instructions" => "Vector instructions",
        "os" => "Operating system",
        "architecture" => "Processor",
        _ => key,
    };

    private static Table StageTable(RunContents run) => new("stages", "Stages, in the order in which they were first started", ["stage", "options", "computed by", "began, UTC", "took, s"],
        [.. run.Stages.Select(stage => (IReadOnlyList<Cell>)
        [
            Cell.Data(stage.Stage), Cell.Data(Options(stage)), Cell.Data(stage.ComputedBy ?? "–"), new Cell(Figures.Instant(stage.Started)) { IsWhole = true },
            Cell.Number(stage.Seconds, Figures.Short(Math.Round(stage.Seconds, 2))),
        ])]);

    private static string Options(StageRecord stage)
    {
        var shown = stage.Options.Where(option => option.Value is not (JsonArray { Count: 0 } or JsonObject { Count: 0 }))
            .Select(option => $"{option.Key.Replace('_', ' ')} {Value(option.Value)}").ToList();
        return shown.Count == 0 ? "–" : string.Join("; ", shown);
    }

    private static string Value(JsonNode? value) => value switch
    {
        null => "unset",
        JsonArray list => string.Join(", ", list.Select(item => item?.ToString())),
        JsonObject inner => string.Join(", ", inner.Select(field => $"{field.Key.Replace('_', ' ')} {Value(field.Value)}")),
        _ => value.ToString(),
    };

    private static Table FileTable(RunContents run) => new("files", "What each stage read and wrote", ["file", "stage", "part", "SHA-256"],
        [.. run.Stages.SelectMany(stage =>
            stage.Inputs.Select(input => Row(input, stage, "input")).Concat(stage.Artifacts.Select(artifact => Row(artifact, stage, "artifact"))))]);

    private static IReadOnlyList<Cell> Row(KeyValuePair<string, string> file, StageRecord stage, string part) =>
        [Cell.Data(file.Key), Cell.Data(stage.Stage), part, Cell.Data(file.Value)];
}
