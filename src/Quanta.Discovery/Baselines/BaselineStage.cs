using System.Text.Json;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Baselines;

/// <summary>What a run's clusterings hold beyond what simple traits of the tokens explain.</summary>
public static class BaselineStage
{
    /// <summary>The file of clusterings named as "spectral-angular", one entry a count.</summary>
    public static string Artifact(string clusterings) => $"clusters/{clusterings}-baselines.json";

    /// <summary>Measures clusterings of a run; writes clusters/NAME-baselines.json.</summary>
    /// <param name="session">The run.</param>
    /// <param name="clusterings">Their name, e.g. "spectral-angular".</param>
    /// <param name="counts">Their counts.</param>
    public static void Run(RunSession session, string clusterings, IReadOnlyList<int> counts)
    {
        var folder = session.Folder;
        string[] labels = [.. counts.Select(count => RunArtifacts.Clusters(ClusterOptions.NameOf(clusterings, count)))];
        var inputs = RunArtifacts.Hashes(folder, [RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.Predictions, .. labels]);
        var stage = new StageDefinition($"baselines/{clusterings}", [], inputs, [Artifact(clusterings)]);
        StageRunner.Run(session, stage, () =>
        {
            var (documents, predictions) = (RunArtifacts.ReadCorpus(folder), RunArtifacts.ReadPredictions(folder));
            using var progress = session.Observer.Begin("baselines", counts.Count, "clusterings");
            var found = counts.Select(count =>
            {
                session.Cancellation.ThrowIfCancellationRequested();
                var baselines = ClusterBaselines.Of(RunArtifacts.ReadClusters(folder, ClusterOptions.NameOf(clusterings, count)), documents, predictions);
                progress.Advance(1);
                return baselines;
            }).ToArray();
            AtomicFile.WriteText(folder.PathOf(Artifact(clusterings)), RunJson.Text(found, RunJson.Default.ClusterBaselinesArray));
        });
    }

    /// <summary>Reads the baselines of a clustering; null where the run has none.</summary>
    public static ClusterBaselines? Read(RunFolder folder, string clusterings, IReadOnlyList<int> counts, string clustering)
    {
        if (!File.Exists(folder.PathOf(Artifact(clusterings)))) return null;
        var all = JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(Artifact(clusterings))), RunJson.Default.ClusterBaselinesArray)!;
        return all[counts.Index().Single(count => ClusterOptions.NameOf(clusterings, count.Item) == clustering).Index];
    }
}
