using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus.Planted;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.LanguageModels.Training;

namespace Quanta.Discovery.Planted;

/// <summary>An experiment on planted skills: which corpus, which models, and how discovery is tried on the last of them.</summary>
public sealed record PlantedDefinition
{
    public required PlantedOptions Corpus { get; init; }

    /// <summary>The models by rising size. The last is the one that is looked into, and the only one whose checkpoints count.</summary>
    public required IReadOnlyList<LadderRung> Models { get; init; }

    /// <summary>In nats: which predictions are compared, and by which skills count as learned.</summary>
    public double ThresholdNats { get; init; } = 0.1;

    /// <summary>How many predictions are compared.</summary>
    public int Count { get; init; } = 2000;

    /// <summary>Cluster counts to try, beside the number of learned skills.</summary>
    public IReadOnlyList<int> ClusterCounts { get; init; } = [10, 20, 40, 80, 160, 320];

    /// <summary>Names of clusterers.</summary>
    public IReadOnlyList<string> Clusterers { get; init; } = [.. Quanta.Numerics.Clustering.Clusterers.All.Select(clusterer => clusterer.Name)];

    public IReadOnlyList<PlantedVariant> Variants { get; init; } = [new("gradients", TokenVectorKind.Gradients, null, Affinity.Angular)];

    /// <summary>The same with another seed for the corpus and for every model's training.</summary>
    public PlantedDefinition WithSeed(ulong seed) => this with
    {
        Corpus = Corpus with { Seed = seed },
        Models = [.. Models.Select(model => model with { Training = model.Training with { Seed = seed } })],
    };

    /// <summary>Reads a definition from JSON, in snake_case names; what is not said has its default.</summary>
    /// <exception cref="InvalidDataException">The file is no definition: not JSON, a field is unknown, or a value impossible.</exception>
    public static PlantedDefinition Read(string path)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new JsonException("it is no object.");
            var ladder = LadderFile.Parse(new JsonObject { ["models"] = root["models"]?.DeepClone() });
            root.Remove("models");
            var definition = FillIn(root, new Fields()).Deserialize(PlantedDefinitionJson.Default.Fields)!;
            return definition.ToDefinition(ladder.Models);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} is no experiment on planted skills: {problem.Message}", problem);
        }
    }

    /// <summary>Puts the defaults where the file says nothing: the generated reader would take zeros.</summary>
    private static JsonObject FillIn(JsonObject root, Fields defaults)
    {
        if (JsonSerializer.SerializeToNode(defaults, PlantedDefinitionJson.Default.Fields) is not JsonObject all) return root;
        foreach (var (name, value) in all)
        {
            if (root[name] is JsonObject given && value is JsonObject inner)
                foreach (var (innerName, innerValue) in inner) given.TryAdd(innerName, innerValue?.DeepClone());
            else root.TryAdd(name, value?.DeepClone());
        }
        return root;
    }

    /// <summary>The fields of the file beside the models.</summary>
    internal sealed record Fields
    {
        private static readonly PlantedDefinition Defaults = new() { Corpus = new PlantedOptions(), Models = [] };

        public PlantedOptions Corpus { get; init; } = Defaults.Corpus;

        public double ThresholdNats { get; init; } = Defaults.ThresholdNats;

        public int Count { get; init; } = Defaults.Count;

        public IReadOnlyList<int> ClusterCounts { get; init; } = Defaults.ClusterCounts;

        public IReadOnlyList<string> Clusterers { get; init; } = Defaults.Clusterers;

        public IReadOnlyList<PlantedVariant> Variants { get; init; } = Defaults.Variants;

        public PlantedDefinition ToDefinition(IReadOnlyList<LadderRung> models)
        {
            foreach (var name in Clusterers) Quanta.Numerics.Clustering.Clusterers.Get(name);
            if (Variants.Count == 0) throw new ArgumentException("it must have at least one variant, but has none.");
            if (Variants.GroupBy(variant => variant.Name).FirstOrDefault(name => name.Count() > 1) is { } twice)
                throw new ArgumentException($"variants must have different names, but \"{twice.Key}\" comes {twice.Count()} times.");
            if (Variants.FirstOrDefault(variant => variant.Affinity == Affinity.Given) is { } given)
                throw new ArgumentException($"the affinity of a variant must be angular or absolute, but that of \"{given.Name}\" is given.");
            if (Variants.FirstOrDefault(variant => !variant.CanNameFolder) is { } unusable)
                throw new ArgumentException($"a variant's name becomes a folder's, so it must be of letters, digits, - and _, but one is \"{unusable.Name}\".");
            foreach (var variant in Variants) variant.ToSimilarityOptions().Validate();
            if (Clusterers.Count == 0) throw new ArgumentException("it must have at least one clusterer, but has none.");
            return new PlantedDefinition
            {
                Corpus = Corpus,
                Models = models,
                ThresholdNats = ThresholdNats,
                Count = Count,
                ClusterCounts = ClusterCounts,
                Clusterers = Clusterers,
                Variants = Variants,
            };
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PlantedDefinition.Fields))]
internal sealed partial class PlantedDefinitionJson : JsonSerializerContext;

/// <summary>One way to compare tokens.</summary>
/// <param name="Name">What results call it.</param>
/// <param name="Vectors">What stands for a token.</param>
/// <param name="Layers">Only these layers count, or null.</param>
/// <param name="Affinity">Angular, of cosines, or absolute.</param>
public sealed record PlantedVariant(string Name, TokenVectorKind Vectors, IReadOnlyList<int>? Layers, Affinity Affinity)
{
    /// <summary>Several kinds with weights in the place of <see cref="Vectors"/>, or null.</summary>
    public IReadOnlyList<WeightedVectors>? Sum { get; init; }

    /// <summary>What is done to the vectors first, or null.</summary>
    public VectorTreatment? Treatment { get; init; }

    /// <summary>The length of their sketches, or null: they are compared as they are.</summary>
    public int? SketchDimensions { get; init; }

    internal bool CanNameFolder => Name.Length > 0 && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    internal SimilarityOptions ToSimilarityOptions() => new()
    {
        Vectors = Vectors,
        Sum = Sum,
        Treatment = Treatment,
        Layers = Layers,
        Absolute = Affinity == Affinity.Absolute,
        Sketch = SketchDimensions is { } dimensions ? new SketchOptions { Dimensions = dimensions } : null,
    };
}
