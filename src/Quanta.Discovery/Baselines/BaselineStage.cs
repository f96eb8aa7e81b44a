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

    /// <summary>Measures clusterings that <see cref="ClusterStage"/> made; writes clusters/NAME-baselines.json.</summary>
    public static void Run(RunSession session, ClusterOptions options)
    {
        var folder = session.Folder;
        string[] labels = [.. options.Counts.Select(count => RunArtifacts.Clusters(options.NameOf(count)))];
        var inputs = RunArtifacts.Hashes(folder, [RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.Predictions, .. labels]);
        var stage = new StageDefinition($"baselines/{options.Name}", [], inputs, [Artifact(options.Name)]);
        StageRunner.Run(session, stage, () =>
        {
            var (documents, predictions) = (RunArtifacts.ReadCorpus(folder), RunArtifacts.ReadPredictions(folder));
            using var progress = session.Observer.Begin("baselines", options.Counts.Count, "clusterings");
            var found = options.Counts.Select(count =>
            {
                session.Cancellation.ThrowIfCancellationRequested();
                var baselines = ClusterBaselines.Of(RunArtifacts.ReadClusters(folder, options.NameOf(count)), documents, predictions);
                progress.Advance(1);
                return baselines;
            }).ToArray();
            AtomicFile.WriteText(folder.PathOf(Artifact(options.Name)), RunJson.Text(found, RunJson.Default.ClusterBaselinesArray));
        });
    }

    /// <summary>Reads the baselines of a clustering; null where the run has none.</summary>
    public static ClusterBaselines? Read(RunFolder folder, ClusterOptions options, string clustering)
    {
        if (!File.Exists(folder.PathOf(Artifact(options.Name)))) return null;
        var all = JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(Artifact(options.Name))), RunJson.Default.ClusterBaselinesArray)!;
        return all[options.Counts.Index().Single(count => options.NameOf(count.Item) == clustering).Index];
    }
}
