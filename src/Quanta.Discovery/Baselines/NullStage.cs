using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Training;
using Quanta.Numerics.Random;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Baselines;

/// <summary>What is clustered in the place of the run's similarity.</summary>
public enum NullKind
{
    /// <summary>The same tokens under a model of the same shape with random weights: what words and positions alone bring.</summary>
    RandomWeights,

    /// <summary>The same contexts, each with the predicted token of another: what contexts alone bring. Only where the similarity depends on the predicted token.</summary>
    ShuffledTargets,
}

/// <summary>A null's clustering beside the run's, for one count.</summary>
/// <param name="Kind">Which null.</param>
/// <param name="Count">The number of clusters that was asked for; where the clusterer chose it, the number that it found in the null.</param>
/// <param name="Silhouette">Of the null's clusters in its similarity; null where it is not defined.</param>
/// <param name="RunSilhouette">Of the run's in its own.</param>
/// <param name="WithinSimilarity">Mean cosine of pairs in one of the null's clusters; null where there are none.</param>
/// <param name="Ami">Adjusted mutual information of the null's clusters and the run's: how much of the clustering comes without what the model has learned, or without the targets.</param>
public sealed record NullClustering(NullKind Kind, int Count, double? Silhouette, double? RunSilhouette, double? WithinSimilarity, double? Ami);

/// <summary>Clusters of similarities that hold nothing of a model's skills, to compare a run's with.</summary>
public static class NullStage
{
    private const ulong Seed = 0;

    /// <summary>The file of clusterings named as "spectral-angular".</summary>
    public static string Artifact(string clusterings) => $"clusters/{clusterings}-nulls.json";

    /// <summary>Computes and clusters the nulls as the run was; writes clusters/NAME-nulls.json. Takes about as long as similarity and clusters, once for each null.</summary>
    /// <param name="session">The run.</param>
    /// <param name="model">The model whose tokens were compared.</param>
    /// <param name="similarity">How they were compared.</param>
    /// <param name="clusters">How they were clustered.</param>
    public static IReadOnlyList<NullClustering> Run(RunSession session, ModelFolder model, SimilarityOptions similarity, ClusterOptions clusters)
    {
        var folder = session.Folder;
        string[] labels = [.. clusters.Counts.Select(count => RunArtifacts.Clusters(clusters.NameOf(count)))];
        var inputs = RunArtifacts.Hashes(folder, [RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.Predictions, .. labels]);
        inputs["model"] = model.HashOf(session);
        var options = new JsonObject
        {
            ["similarity"] = JsonSerializer.SerializeToNode(similarity, RunJson.Default.SimilarityOptions),
            ["clusters"] = JsonSerializer.SerializeToNode(clusters, RunJson.Default.ClusterOptions),
        };
        var stage = new StageDefinition($"nulls/{clusters.Name}", options, inputs, [Artifact(clusters.Name)]) { Computes = true };
        var job = new NullJob(session, model, similarity, clusters with { StabilityRuns = 0, CalibrationMatrices = 0 });
        StageRunner.Run(session, stage, () =>
            AtomicFile.WriteText(folder.PathOf(Artifact(clusters.Name)), RunJson.Text(job.Run(), RunJson.Default.NullClusteringArray)));
        return JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(Artifact(clusters.Name))), RunJson.Default.NullClusteringArray)!;
    }

    /// <summary>A corpus of one document a prediction, which ends with the predicted token of another prediction.</summary>
    /// <param name="documents">The corpus.</param>
    /// <param name="predictions">[n], global prediction indices.</param>
    /// <returns>The corpus, and the n predictions of last tokens.</returns>
    internal static (TokenDocuments Documents, long[] Predictions) ShuffleTargets(TokenDocuments documents, long[] predictions)
    {
        var places = predictions.Select(documents.Locate).ToArray();
        int[] targets = [.. places.Select(place => documents[place.Document][place.Position + 1])];
        new Philox(Seed, StreamPurpose.ShuffledTargets.Stream()).Shuffle<int>(targets);
        var (tokens, offsets, last) = (new List<int>(), new List<long> { 0 }, new long[predictions.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            tokens.AddRange(documents[places[i].Document][..(places[i].Position + 1)]);
            tokens.Add(targets[i]);
            offsets.Add(tokens.Count);
            last[i] = tokens.Count - i - 2;
        }
        return (new TokenDocuments(tokens.ToArray(), [.. offsets], documents.Windows), last);
    }

    private sealed class NullJob(RunSession session, ModelFolder model, SimilarityOptions similarity, ClusterOptions clusters)
    {
        private RunFolder Folder => session.Folder;

        public NullClustering[] Run()
        {
            var (documents, predictions) = (RunArtifacts.ReadCorpus(Folder), RunArtifacts.ReadPredictions(Folder));
            var scratch = Directory.CreateDirectory(Folder.PathOf("nulls")).FullName;
            try
            {
                var found = Cluster(NullKind.RandomWeights, documents, predictions, scratch).ToList();
                if (!similarity.DependsOnTargets) return [.. found];
                var (shuffled, last) = ShuffleTargets(documents, predictions);
                return [.. found, .. Cluster(NullKind.ShuffledTargets, shuffled, last, scratch)];
            }
            finally
            {
                Directory.Delete(scratch, recursive: true);
            }
        }

        private IEnumerable<NullClustering> Cluster(NullKind kind, TokenDocuments documents, long[] predictions, string scratch)
        {
            var (absolute, folder) = (Path.Combine(scratch, $"{kind}-absolute.npy"), Path.Combine(scratch, kind.ToString()));
            var files = new SimilarityFiles(Path.Combine(scratch, $"{kind}.npy"), similarity.Absolute ? absolute : null);
            Directory.CreateDirectory(folder);
            SimilarityStage.ComputeAnew(model, documents, predictions, similarity, files, session.Computation, session.Observer, session.Cancellation, Weights(kind));
            var matrix = clusters.Affinity == Affinity.Absolute ? absolute : files.Cosine;
            var quality = ClusterStage.Cluster(
                matrix, folder, _ => clusters, given: null, keepFinished: false, session.Computation, session.Observer, session.Cancellation);
            var ofRun = ClusterStage.ReadQuality(Folder, clusters.Name);
            foreach (var (place, count) in clusters.Counts.Index())
            {
                var labels = Npy.Read(Path.Combine(folder, clusters.NameOf(count) + ".npy")).ToInt32();
                var ami = ClusterAgreement.AdjustedMutualInformation(labels, RunArtifacts.ReadClusters(Folder, clusters.NameOf(count)));
                yield return new(
                    kind, quality[place].Count, quality[place].Silhouette, ofRun[place].Silhouette, quality[place].WithinSimilarity, double.IsFinite(ami) ? ami : null);
            }
        }

        private static ModelLoading? Weights(NullKind kind) => kind == NullKind.RandomWeights
            ? (shape, device) => DecoderModel.Create(shape, device, Initialization.Draw(shape, Seed))
            : null;
    }
}
