using System.Globalization;
using System.Text.Json.Nodes;
using CommandLine;
using Quanta.Cli.Hub;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Ladder;
using Quanta.LanguageModels.Hub;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.Cli.Models;

[Verb("list", HelpText = "List the models of a folder: sizes, training and test losses; or those in the Hugging Face cache.")]
internal sealed class ModelsListVerb : LadderVerb
{
    [Option("cached", HelpText = "List the models and checkpoints in the Hugging Face cache, or in DIR as one.")]
    public bool Cached { get; set; }

    public override void Execute(VerbContext context)
    {
        if (Cached) CachedModels.Write(Folder ?? HubEnvironment.OfProcess.Cache, context.Terminal.Output, Json);
        else WriteLadder(context);
    }

    private void WriteLadder(VerbContext context)
    {
        var ladder = Ladder();
        var output = context.Terminal.Output;
        if (Json) output.WriteLine(new JsonArray([.. ladder.Models.Select(JsonNode (model) => JsonOf(model, ladder))]).ToJsonString());
        else WriteTable(ladder, output);
    }

    private static JsonObject JsonOf(LadderModel model, ModelLadder ladder) => new JsonObject
    {
        ["name"] = model.Name,
        ["path"] = model.Folder.Path,
        ["non_embedding_parameters"] = model.NonEmbeddingParameters,
        ["parameters"] = model.Parameters,
        ["layers"] = model.Shape.Layers,
        ["hidden"] = model.Shape.HiddenSize,
        ["heads"] = model.Shape.Heads,
        ["positions"] = model.Shape.MaximumPositions,
        ["vocabulary"] = model.Shape.VocabularySize,
        ["trained_tokens"] = model.Training?.Tokens,
        ["is_finished"] = model.Training?.IsFinished,
        ["checkpoints"] = model.Checkpoints.Count,
        ["test_loss_nats"] = model.Evaluation?.LossNats,
        ["below_0.1_nats"] = model.Evaluation?.BelowThreshold,
        ["is_default"] = model == ladder.Default,
    };

    private static void WriteTable(ModelLadder ladder, TextWriter output)
    {
        string[][] rows =
        [
            ["model", "parameters", "layers", "hidden", "tokens trained", "checkpoints", "test loss", "below 0.1 nats", ""],
            .. ladder.Models.Select(model => Cells(model, model == ladder.Default)),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
        output.WriteLine();
        output.WriteLine($"In {ladder.Path}. Parameters are those without embedding and output map; losses are in nats, on the test documents of the training run.");
    }

    private static string[] Cells(LadderModel model, bool isDefault) =>
    [
        model.Name, Count(model.NonEmbeddingParameters), Count(model.Shape.Layers), Count(model.Shape.HiddenSize),
        model.Training is { } training ? Count(training.Tokens) : "–", Count(model.Checkpoints.Count),
        model.Evaluation?.LossNats.ToString("0.000", CultureInfo.InvariantCulture) ?? "–",
        model.Evaluation?.BelowThreshold.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "–",
        isDefault ? "default" : model.Training is { IsFinished: false } ? "unfinished" : "",
    ];

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>The models in a cache of the hub, one line a branch or tag that was fetched.</summary>
internal static class CachedModels
{
    public static void Write(string cache, TextWriter output, bool asJson)
    {
        var models = HubCacheFolder.All(cache, HubKind.Model)
            .SelectMany(folder => folder.Revisions().Select(revision => (Name: $"{folder.FullName}@{revision}", Snapshot: folder.TryFind(revision))))
            .Where(model => model.Snapshot is not null).Select(model => (model.Name, model.Snapshot!.Path, model.Snapshot.Bytes)).ToList();
        if (asJson)
        {
            var list = models.Select(JsonNode (model) => new JsonObject { ["name"] = model.Name, ["path"] = model.Path, ["bytes"] = model.Bytes });
            output.WriteLine(new JsonArray([.. list]).ToJsonString());
            return;
        }
        foreach (var (name, _, bytes) in models) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes,16:N0}  {name}"));
        output.WriteLine();
        output.WriteLine($"In {cache}: {models.Count} revisions of models; bytes that revisions share count with each.");
    }
}
