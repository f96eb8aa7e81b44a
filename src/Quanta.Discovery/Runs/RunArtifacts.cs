using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels;

namespace Quanta.Discovery.Runs;

/// <summary>The names of a run folder's artifacts, and readers of those that several stages use.</summary>
public static class RunArtifacts
{
    public const string Tokens = "corpus/tokens.npy";
    public const string Documents = "corpus/documents.npy";
    public const string DocumentRecords = "corpus/documents.jsonl";
    public const string Tokenizer = "corpus/tokenizer.json";
    public const string CorpusReport = "corpus/report.json";
    public const string Predictions = "selection/predictions.npy";
    public const string SelectionReport = "selection/report.json";
    public const string Cosine = "similarity/cosine.npy";
    public const string SimilarityAudit = "similarity/audit.json";
    public const string AbsoluteCosine = "similarity/absolute-cosine.npy";
    public const string Vectors = "similarity/vectors.npy";
    public const string Neighbours = "similarity/neighbours.npy";
    public const string NeighbourCosines = "similarity/neighbour-cosines.npy";
    public const string NeighbourReport = "similarity/neighbours.json";

    private const string LossesFolder = "losses/";

    /// <summary>The losses of a model, named as "model" or "model@checkpoint".</summary>
    public static string Losses(string model) => $"{LossesFolder}{model}.npy";

    /// <summary>The models whose losses the run has, computed or imported.</summary>
    public static IEnumerable<string> ModelsWithLosses(RunFolder folder) =>
        from record in folder.Stages
        where record.Done
        from artifact in record.Artifacts.Keys
        where artifact.StartsWith(LossesFolder, StringComparison.Ordinal)
        select artifact[LossesFolder.Length..^".npy".Length];

    /// <summary>A model's parameters without embedding and output map; NaN where the run does not say.</summary>
    public static double NonEmbeddingParameters(RunFolder folder, string model)
    {
        var fact = folder.Stages.FirstOrDefault(record => record.Done && record.Artifacts.ContainsKey(Losses(model)))?.Facts?[LossStage.NonEmbeddingParameters];
        var parameters = fact is JsonObject models ? models[model] : fact;
        return parameters is not JsonValue value ? double.NaN : value.TryGetValue(out long whole) ? whole : value.GetValue<double>();
    }

    /// <summary>The labels of a clustering, named as "spectral-angular-k400".</summary>
    public static string Clusters(string clustering) => $"clusters/{clustering}.npy";

    public static TokenDocuments ReadCorpus(RunFolder folder)
    {
        folder.HashOf(Tokens);
        using var tokens = Npy.Open(folder.PathOf(Tokens));
        return new TokenDocuments(tokens.ToInt32(), Npy.Read(folder.PathOf(Documents)).ToInt64(), WindowsOf(folder));
    }

    /// <summary>The windows in which the run's documents are read, as its corpus says; null: each document at once.</summary>
    public static ContextWindows? WindowsOf(RunFolder folder) =>
        folder.Stages.FirstOrDefault(record => record.Done && record.Artifacts.ContainsKey(Tokens))?.Options["windows"] is { } windows
            ? windows.Deserialize(RunJson.Default.ContextWindows)
            : null;

    /// <summary>Where each document came from, [documents].</summary>
    public static IReadOnlyList<DocumentRecord> ReadDocumentRecords(RunFolder folder)
    {
        folder.HashOf(DocumentRecords);
        return [.. File.ReadLines(folder.PathOf(DocumentRecords)).Select(line => JsonSerializer.Deserialize(line, RunJson.Lines.DocumentRecord)!)];
    }

    public static long[] ReadPredictions(RunFolder folder)
    {
        folder.HashOf(Predictions);
        return Npy.Read(folder.PathOf(Predictions)).ToInt64();
    }

    public static float[] ReadLosses(RunFolder folder, string model)
    {
        folder.HashOf(Losses(model));
        return Npy.Read(folder.PathOf(Losses(model))).ToSingle();
    }

    public static int[] ReadClusters(RunFolder folder, string clustering)
    {
        folder.HashOf(Clusters(clustering));
        return Npy.Read(folder.PathOf(Clusters(clustering))).ToInt32();
    }

    /// <summary>SHA-256 of artifacts, as a stage's inputs.</summary>
    public static Dictionary<string, string> Hashes(RunFolder folder, params IEnumerable<string> artifacts) => artifacts.ToDictionary(a => a, folder.HashOf);
}
