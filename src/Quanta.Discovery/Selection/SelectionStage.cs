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

/// <summary>Which predictions go on to discovery. The defaults are the published ones (Michaud et al. 2023, section 5), but for the stride.</summary>
public sealed record SelectionOptions
{
    /// <summary>Keep predictions whose loss is below this, in nats.</summary>
    public double ThresholdNats { get; init; } = 0.1;

    /// <summary>Leave out tokens that end a trigram seen earlier in their document: induction predicts them.</summary>
    public bool DropInducible { get; init; } = true;

    /// <summary>Take one of so many kept predictions (published: 50), or null to spread <see cref="Count"/> over the whole corpus.</summary>
    /// <remarks>Deviation: the published rule, stride 50, takes all its samples from the beginning of the corpus. The default takes those of rank i kept / count.</remarks>
    public int? Stride { get; init; }

    /// <summary>Take at most so many.</summary>
    public int Count { get; init; } = 10_000;

    internal void Validate()
    {
        if (!(ThresholdNats > 0)) throw new ArgumentException($"The loss threshold must be positive, but it is {ThresholdNats} nats.");
        if (Stride is < 1) throw new ArgumentException($"The stride must be at least 1, but it is {Stride}.");
        if (Count < 1) throw new ArgumentException($"The number of predictions to select must be at least 1, but it is {Count}.");
    }
}
