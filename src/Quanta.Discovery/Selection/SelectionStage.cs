using System.Text.Json;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;

namespace Quanta.Discovery.Selection;

/// <summary>Selection in a run folder: reads the corpus and one model's losses, writes selection/.</summary>
public static class SelectionStage
{
    /// <summary>Selects predictions by the losses of <paramref name="model"/> (its name among the losses).</summary>
    public static SelectionReport Run(RunSession session, string model, SelectionOptions options)
    {
        options.Validate();
        var folder = session.Folder;
        var stage = new StageDefinition(
            "selection",
            JsonSerializer.SerializeToNode(options, RunJson.Default.SelectionOptions)!.AsObject(),
            RunArtifacts.Hashes(folder, RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.Losses(model)),
            [RunArtifacts.Predictions, RunArtifacts.SelectionReport]);
        StageRunner.Run(session, stage, () =>
        {
            var documents = RunArtifacts.ReadCorpus(folder);
            using var progress = session.Observer.Begin("selection", documents.Count, "documents");
            var result = TokenSelection.Select(documents, RunArtifacts.ReadLosses(folder, model), options, progress);
            Npy.Write<long>(folder.PathOf(RunArtifacts.Predictions), result.Predictions, result.Predictions.Length);
            AtomicFile.WriteText(folder.PathOf(RunArtifacts.SelectionReport), RunJson.Text(result.Report, RunJson.Default.SelectionReport));
        });
        return JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(RunArtifacts.SelectionReport)), RunJson.Default.SelectionReport)!;
    }
}
