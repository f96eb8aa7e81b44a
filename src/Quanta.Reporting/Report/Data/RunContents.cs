using System.Text.Json.Nodes;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tokenization;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Report;

/// <summary>What a run folder holds for a report. Every part but the stages may be missing: a report shows what there is.</summary>
internal sealed class RunContents
{
    private readonly Dictionary<string, float[]> _losses = [];

    /// <param name="folder">The run.</param>
    /// <param name="clustering">The clustering to show, or null for the run's own choice.</param>
    /// <exception cref="InvalidDataException">The run has no such clustering, or a file of it cannot be read.</exception>
    public RunContents(RunFolder folder, string? clustering)
    {
        if (clustering is not null) folder.HashOf(RunArtifacts.Clusters(clustering));
        Folder = folder;
        Stages = [.. folder.Stages.Where(stage => stage.Done && stage.Stage != ReportStage.Name)];
        Models = [.. RunArtifacts.ModelsWithLosses(folder)];
        Model = RunChoices.SelectingModel(Stages) ?? (Models.Count > 0 ? Models[0] : null);
        if (!Has(RunArtifacts.Tokens)) return;
        Documents = RunArtifacts.ReadCorpus(folder);
        Records = RunArtifacts.ReadDocumentRecords(folder);
        if (!Has(RunArtifacts.Predictions)) return;
        Predictions = RunArtifacts.ReadPredictions(folder);
        ClusteringName = clustering ?? RunChoices.Clustering(Stages, Predictions.Count);
        if (ClusteringName is null) return;
        Clusters = new Clustering(Labels(ClusteringName));
        Samples = new SampleReader(folder, Model);
    }

    public RunFolder Folder { get; }

    /// <summary>The finished stages, without the report's own.</summary>
    public IReadOnlyList<StageRecord> Stages { get; }

    /// <summary>The models whose losses the run has, in the order in which they were computed.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>The model by whose losses predictions were selected.</summary>
    public string? Model { get; }

    public TokenDocuments? Documents { get; }

    /// <summary>Where each document came from, [documents].</summary>
    public IReadOnlyList<DocumentRecord> Records { get; } = [];

    /// <summary>The selected predictions, [n].</summary>
    public IReadOnlyList<long> Predictions { get; } = [];

    public string? ClusteringName { get; }

    public Clustering? Clusters { get; }

    public SampleReader? Samples { get; }

    /// <summary>Whether a finished stage made the artifact.</summary>
    public bool Has(string artifact) => Stages.Any(stage => stage.Artifacts.ContainsKey(artifact));

    public StageRecord? Stage(string name) => Stages.FirstOrDefault(stage => stage.Stage == name);

    /// <summary>The losses of one of <see cref="Models"/> in nats, [predictions].</summary>
    public float[] Losses(string model) => _losses.TryGetValue(model, out var losses) ? losses : _losses[model] = RunArtifacts.ReadLosses(Folder, model);

    /// <summary>How many parameters one of <see cref="Models"/> has without embedding and output map; NaN where the run does not say.</summary>
    public double ParametersOf(string model) => RunArtifacts.NonEmbeddingParameters(Folder, model);

    /// <summary>The labels of one of the run's clusterings, [n].</summary>
    public int[] Labels(string clustering) => RunArtifacts.ReadClusters(Folder, clustering);

    /// <summary>The rank-size slope of clusterings named as "spectral-angular", or null where the run has none.</summary>
    public RankSizeEstimate? RankSize(string clusterings) => File.Exists(PathOf(ClusterStage.RankSizeArtifact(clusterings))) ? ClusterStage.ReadRankSize(Folder, clusterings) : null;

    /// <summary>A JSON artifact, or null where the run has none.</summary>
    public JsonNode? Json(string artifact) => Has(artifact) ? JsonNode.Parse(File.ReadAllBytes(PathOf(artifact))) : null;

    /// <summary>What whoever reads the run must know, in sentences.</summary>
    public IReadOnlyList<string> Cautions => RunCautions.Of(Folder);

    public string PathOf(string artifact) => Folder.PathOf(artifact);
}

/// <summary>What a report shows of a run that has several of a kind.</summary>
internal static class RunChoices
{
    private const string Labels = "clusters/", Losses = "losses/", Samples = "samples/", Suffix = ".npy";

    /// <summary>The model whose losses the selection read; null where there is no selection.</summary>
    public static string? SelectingModel(IReadOnlyList<StageRecord> stages) =>
        stages.FirstOrDefault(stage => stage.Stage == "selection")?.Inputs.Keys
            .Where(input => input.StartsWith(Losses, StringComparison.Ordinal)).Select(input => input[Losses.Length..^Suffix.Length]).FirstOrDefault();

    /// <summary>The clustering that samples were last written of; else, of the last clusters made, those whose count suits samples best.</summary>
    public static string? Clustering(IReadOnlyList<StageRecord> stages, int points)
    {
        var sampled = stages.LastOrDefault(stage => stage.Stage.StartsWith(Samples, StringComparison.Ordinal));
        if (sampled is not null) return sampled.Stage[Samples.Length..];
        var family = stages.LastOrDefault(stage => stage.Stage.StartsWith(Labels, StringComparison.Ordinal));
        if (family is null) return null;
        var counts = Counts(family).ToList();
        return counts.Count == 0 ? null : ClusterOptions.NameOf(family.Stage[Labels.Length..], SampleOptions.DefaultClusterCount(points, counts));
    }

    /// <summary>The stage that made a clustering; null where none did.</summary>
    public static StageRecord? FamilyOf(IReadOnlyList<StageRecord> stages, string clustering) =>
        stages.FirstOrDefault(stage => stage.Artifacts.ContainsKey(RunArtifacts.Clusters(clustering)));

    /// <summary>The cluster counts for which a stage made labels, ascending.</summary>
    public static IEnumerable<int> Counts(StageRecord family) =>
        family.Artifacts.Keys.Where(artifact => artifact.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(artifact => ClusterOptions.CountOf(family.Stage, artifact[..^Suffix.Length])).OfType<int>().Order();
}

/// <summary>What whoever reads a run's results must know, in sentences: of the documents that losses are of, of a sketch that is too small, of neighbours that
/// were missed.</summary>
public static class RunCautions
{
    public static IReadOnlyList<string> Of(RunFolder folder) =>
        [.. new[] { In(folder, "similarity", RunArtifacts.SimilarityAudit), In(folder, "neighbours", RunArtifacts.NeighbourReport) }.OfType<string>(), .. LossCautions.In(folder)];

    private static string? In(RunFolder folder, string stage, string artifact) => folder.Finished(stage)?.Artifacts.ContainsKey(artifact) == true
        ? JsonNode.Parse(File.ReadAllBytes(folder.PathOf(artifact)))?["caution"]?.GetValue<string>()
        : null;
}

/// <summary>The text that a run's predictions are of, for losses in bits per byte.</summary>
public static class RunBytes
{
    /// <summary>The bytes of all predictions' targets; 0 where the run has no corpus with a tokenizer.</summary>
    public static long Of(RunFolder folder, TokenDocuments documents) =>
        File.Exists(folder.PathOf(RunArtifacts.Tokenizer)) ? TargetBytes.Total(documents, Tokenizer.Load(folder.PathOf(RunArtifacts.Tokenizer)).ByteLengths()) : 0;
}
