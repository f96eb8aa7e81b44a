using System.Text.Json;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Selection;

/// <summary>Selection in a run folder: reads the corpus and the losses, writes selection/.</summary>
public static class SelectionStage
{
    /// <summary>Selects predictions by the losses of <paramref name="model"/> (its name among the losses).</summary>
    /// <param name="session">The run.</param>
    /// <param name="model">The model whose losses the threshold holds for.</param>
    /// <param name="options">The rules.</param>
    /// <param name="mask">A file of predictions that may be selected (<see cref="PredictionMask"/>), or null.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="InvalidDataException">The run has no losses of a model that is named, or the mask does not suit its corpus.</exception>
    public static SelectionReport Run(RunSession session, string model, SelectionOptions options, string? mask = null)
    {
        options.Validate();
        var folder = session.Folder;
        RequireLosses(folder, options.NotBy is null ? [model] : [model, options.NotBy]);
        var stage = new StageDefinition(
            "selection",
            JsonSerializer.SerializeToNode(options, RunJson.Default.SelectionOptions)!.AsObject(),
            Inputs(folder, model, options, mask),
            [RunArtifacts.Predictions, RunArtifacts.SelectionReport]);
        StageRunner.Run(session, stage, () =>
        {
            var documents = RunArtifacts.ReadCorpus(folder);
            using var progress = session.Observer.Begin("selection", documents.Count, "documents");
            var inputs = new SelectionInputs
            {
                NotByLosses = options.NotBy is null ? null : RunArtifacts.ReadLosses(folder, options.NotBy),
                Mask = mask is null ? null : PredictionMask.Read(mask, documents.PredictionCount),
                KindOf = options.Kinds is null ? null : TokenKinds.Of(Tokenizer.Load(folder.PathOf(RunArtifacts.Tokenizer))),
            };
            var result = TokenSelection.Select(documents, RunArtifacts.ReadLosses(folder, model), options, progress, inputs);
            Npy.Write<long>(folder.PathOf(RunArtifacts.Predictions), result.Predictions, result.Predictions.Length);
            AtomicFile.WriteText(folder.PathOf(RunArtifacts.SelectionReport), RunJson.Text(result.Report, RunJson.Default.SelectionReport));
        });
        return JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(RunArtifacts.SelectionReport)), RunJson.Default.SelectionReport)!;
    }

    private static Dictionary<string, string> Inputs(RunFolder folder, string model, SelectionOptions options, string? mask)
    {
        string[] losses = options.NotBy is null || options.NotBy == model ? [model] : [model, options.NotBy];
        var inputs = RunArtifacts.Hashes(folder, [RunArtifacts.Tokens, RunArtifacts.Documents, .. losses.Select(RunArtifacts.Losses)]);
        if (options.Kinds is not null) inputs[RunArtifacts.Tokenizer] = folder.HashOf(RunArtifacts.Tokenizer);
        if (mask is not null) inputs["mask"] = FileHash.Sha256(mask);
        return inputs;
    }

    private static void RequireLosses(RunFolder folder, IEnumerable<string> models)
    {
        var known = RunArtifacts.ModelsWithLosses(folder).ToList();
        foreach (var model in models)
            if (!known.Contains(model))
                throw new InvalidDataException(
                    $"{folder.Path} has no losses of {model}. Those that are there: {(known.Count == 0 ? "none" : string.Join(", ", known))}. Compute others with `quanta losses`.");
    }
}
