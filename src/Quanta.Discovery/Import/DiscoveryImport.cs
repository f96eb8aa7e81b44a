using System.Text.Json.Nodes;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;

namespace Quanta.Discovery.Import;

/// <summary>Brings the published selection, similarities and clusters into a run folder, under the names that Quanta's own stages give them.</summary>
public static class DiscoveryImport
{
    /// <summary>Predictions with a low loss that are not inducible, int64 [n].</summary>
    public const string Candidates = "selection/candidates.npy";

    /// <summary>zero_and_induction_idxs.pkl: the candidates, of which every <paramref name="stride"/>-th is selected, up to <paramref name="count"/>.</summary>
    public static void Selection(RunSession session, string path, int stride = 50, int count = 10_000)
    {
        if (stride < 1 || count < 1) throw new ArgumentException($"A selection needs a stride and a count of at least 1, but they are {stride} and {count}.");
        var options = new JsonObject { ["stride"] = stride, ["count"] = count };
        Run(session, "selection", path, options, [Candidates, RunArtifacts.Predictions], () =>
        {
            var published = PublishedFiles.ReadCandidates(path);
            Write(session.Folder, Candidates, published.Candidates);
            Write(session.Folder, RunArtifacts.Predictions, [.. published.Candidates.Where((_, place) => place % stride == 0).Take(count)]);
        });
    }

    /// <summary>full_more.pt: the matrices, and the selection where there is none yet.</summary>
    /// <exception cref="InvalidDataException">The run has another selection.</exception>
    public static void Similarity(RunSession session, string path)
    {
        var folder = session.Folder;
        var hasSelection = folder.Finished("selection") is not null;
        string[] artifacts = [RunArtifacts.Cosine, RunArtifacts.AbsoluteCosine];
        Run(session, "similarity", path, [], hasSelection ? artifacts : [.. artifacts, RunArtifacts.Predictions], () =>
        {
            var published = PublishedFiles.ReadSimilarity(path);
            if (!hasSelection) Write(folder, RunArtifacts.Predictions, published.Predictions);
            else if (!RunArtifacts.ReadPredictions(folder).AsSpan().SequenceEqual(published.Predictions))
                throw new InvalidDataException(
                    $"{path} holds similarities of other predictions than {folder.Path} has selected. "
                    + "Import it into a folder of its own, or the candidates that belong to it.");
            var points = published.Predictions.Length;
            Npy.Write<float>(folder.PathOf(RunArtifacts.Cosine), published.Cosine, points, points);
            Npy.Write<float>(folder.PathOf(RunArtifacts.AbsoluteCosine), published.AbsoluteCosine, points, points);
        });
    }

    /// <summary>clusters_full_more.pkl: labels for every number of clusters, ranked by size, as spectral-angular-kK and spectral-absolute-kK.</summary>
    /// <exception cref="InvalidDataException">They are of another number of tokens than the run has selected.</exception>
    public static void Clusters(RunSession session, string path)
    {
        var folder = session.Folder;
        var published = PublishedFiles.ReadClusters(path);
        var selected = RunArtifacts.ReadPredictions(folder).Length;
        if (published[0].Angular.Length != selected)
            throw new InvalidDataException(
                $"{path} labels {published[0].Angular.Length} tokens, but {folder.Path} has selected {selected}. "
                + "Import the similarities or the candidates that belong to it first.");
        ImportClusters(session, path, Affinity.Angular, published, entry => entry.Angular);
        ImportClusters(session, path, Affinity.Absolute, published, entry => entry.Absolute);
    }

    private static void ImportClusters(
        RunSession session, string path, Affinity affinity, IReadOnlyList<PublishedClusters> published, Func<PublishedClusters, int[]> labels)
    {
        var options = new ClusterOptions { Affinity = affinity, Counts = [.. published.Select(entry => entry.Count)] };
        Run(session, "clusters/" + options.Name, path, [], [.. options.Counts.Select(count => RunArtifacts.Clusters(options.NameOf(count)))], () =>
        {
            foreach (var entry in published) WriteLabels(session.Folder, options.NameOf(entry.Count), labels(entry));
        });
    }

    private static void Run(RunSession session, string stage, string path, JsonObject options, IReadOnlyList<string> artifacts, Action work)
    {
        var inputs = new Dictionary<string, string> { [Path.GetFileName(path)] = session.Folder.Hashes.Sha256(path, session.Observer) };
        StageRunner.Run(session, new StageDefinition(stage, options, inputs, artifacts), () =>
        {
            using var progress = session.Observer.Begin($"import of {Path.GetFileName(path)}", 1, "file");
            work();
            progress.Advance(1);
        });
    }

    private static void Write(RunFolder folder, string artifact, long[] values) => Npy.Write<long>(folder.PathOf(artifact), values, values.Length);

    private static void WriteLabels(RunFolder folder, string clustering, int[] labels) =>
        Npy.Write<int>(folder.PathOf(RunArtifacts.Clusters(clustering)), ClusterLabels.RankBySize(labels), labels.Length);
}
