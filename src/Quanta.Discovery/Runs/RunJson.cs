using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Quanta.Discovery.Baselines;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Neighbours;
using Quanta.Discovery.Proof;
using Quanta.Discovery.Samples;
using Quanta.Discovery.Selection;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.LanguageModels;

namespace Quanta.Discovery.Runs;

/// <summary>How the run folder's JSON files are written: snake_case names, indented, nulls left in.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(CorpusOptions))]
[JsonSerializable(typeof(ContextWindows))]
[JsonSerializable(typeof(CorpusReport))]
[JsonSerializable(typeof(SelectionOptions))]
[JsonSerializable(typeof(SelectionReport))]
[JsonSerializable(typeof(SimilarityOptions))]
[JsonSerializable(typeof(SketchAudit))]
[JsonSerializable(typeof(ClusterOptions))]
[JsonSerializable(typeof(ClusteringQuality[]))]
[JsonSerializable(typeof(NeighbourSearchOptions))]
[JsonSerializable(typeof(NeighbourReport))]
[JsonSerializable(typeof(NeighbourClusterOptions))]
[JsonSerializable(typeof(RankSizeEstimate))]
[JsonSerializable(typeof(ClusterBaselines[]))]
[JsonSerializable(typeof(NullClustering[]))]
[JsonSerializable(typeof(ProofOptions))]
[JsonSerializable(typeof(ProofResult))]
[JsonSerializable(typeof(SampleOptions))]
[JsonSerializable(typeof(Dictionary<string, RememberedHash>))]
[JsonSerializable(typeof(string))]
internal sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>One object a line.</summary>
    public static RunJsonLines Lines { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower });

    public static string Text<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type) + "\n";
}

[JsonSerializable(typeof(DocumentRecord))]
internal sealed partial class RunJsonLines : JsonSerializerContext;
