using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.LanguageModels.Architectures;

namespace Quanta.Cli.Options;

internal enum SimilarityMethod
{
    Exact,
    Sketch,
}

internal interface ISimilarityOptions
{
    [Option("similarity", Default = "gradients", MetaValue = "NAME",
        HelpText = "What is compared: gradients of the loss on each token (published), or at the token before it the activations of the MLPs (mlp, published too), what the "
            + "attention heads bring to it (heads), what they read for it (reads), or both (heads-read); a sum with weights as 0.4*heads+0.4*reads+0.2*gradients.")]
    string Similarity { get; set; }

    [Option("per-layer", HelpText = "Give each layer's part of a vector the same length first.")]
    bool PerLayer { get; set; }

    [Option("center", HelpText = "Take off the mean of 1,024 predictions all over the corpus.")]
    bool Center { get; set; }

    [Between(0, 1000)]
    [Option("whiten", MetaValue = "D", HelpText = "Let directions that are common to predictions all over the corpus weigh less, damped by D (0.1 is a start); gradients with --method sketch.")]
    double? Whiten { get; set; }

    [Between(0, 1000)]
    [Option("soft-target", MetaValue = "T", HelpText = "Gradients towards what the model itself would say at temperature T, in the place of the token that came.")]
    double? SoftTarget { get; set; }

    [Option("absolute", HelpText = "Also compute the similarity of absolute values.")]
    bool Absolute { get; set; }

    [Between(0, 1)]
    [Option("sparse", MetaValue = "T", HelpText = "Set entries below T of each unit vector to 0 and compare what is left (published: 7e-3).")]
    double? SparseThreshold { get; set; }

    [AtLeast(0)]
    [Option("layers", Separator = ',', MetaValue = "L,L,...", HelpText = "Compare these layers only, 0 the first (published subset: 0,1).")]
    IEnumerable<int> Layers { get; set; }

    [Option("exclude", Separator = ',', Default = new[] { "layernorm", "embed" }, MetaValue = "NAMES",
        HelpText = "Leave out of the gradient: layernorm (norms within the layers), embed (embeddings and output matrix), or parameters whose name contains this.")]
    IEnumerable<string> ExcludedNames { get; set; }

    [Option("method", Default = SimilarityMethod.Exact, MetaValue = "METHOD",
        HelpText = "How cosines are computed: exact, or estimated from a sketch of each gradient with a measured error.")]
    SimilarityMethod Method { get; set; }

    [AtLeast(1)]
    [Option("dimensions", Default = 65_536, MetaValue = "N", HelpText = "Length of a sketch; the error of a cosine is about 1 / sqrt(N).")]
    int Dimensions { get; set; }

    [Option("sketch", Default = SketchKind.Count, MetaValue = "KIND", HelpText = "count: of whole gradients; tensor: from their factors, in less memory.")]
    SketchKind Sketch { get; set; }

    [AtLeast(1)]
    [Option("audited", Default = 32, MetaValue = "N", HelpText = "Compare N sketched gradients exactly with others, to measure the error; fewer where a gradient has over 67 million entries.")]
    int Audited { get; set; }

    [Option("half", HelpText = "Keep sketches as float16, in half the memory.")]
    bool HalfPrecision { get; set; }

    SimilarityOptions ToSimilarityOptions()
    {
        var parts = SimilaritySum.Parse(Similarity);
        var treatment = new VectorTreatment { PerLayer = PerLayer, Center = Center, Whiten = Whiten, SoftTarget = SoftTarget };
        return new()
        {
            Vectors = parts[0].Kind,
            Sum = parts.Count > 1 ? parts : null,
            Treatment = treatment == new VectorTreatment() ? null : treatment,
            Absolute = Absolute,
            SparseThreshold = SparseThreshold,
            Layers = Layers.Any() ? [.. Layers] : null,
            ExcludedNames = [.. ExcludedNames],
            Sketch = Method == SimilarityMethod.Sketch ? Sketching() : null,
        };
    }

    /// <summary>Fails where --layers names one that the model has not.</summary>
    void RequireLayersOf(ModelFolder model)
    {
        if (!Layers.Any()) return;
        var layers = ArchitectureRegistry.ReadConfig(model.ConfigPath).Layers;
        Require.That(Layers.Max() < layers, $"--layers must name layers of {model.Name}, which are 0 to {layers - 1}, but it has {Layers.Max()}.");
    }

    private SketchOptions Sketching() => new() { Kind = Sketch, Dimensions = Dimensions, HalfPrecision = HalfPrecision, AuditedVectors = Audited };
}
