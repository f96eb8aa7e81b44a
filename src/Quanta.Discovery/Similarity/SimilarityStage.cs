using System.Text.Json;
using System.Text.Json.Serialization;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;

namespace Quanta.Discovery.Similarity;

/// <summary>The similarity of tokens' gradients or activations, in a run folder or on plain arrays. Work is saved by tiles of the matrix and rows of sketches.</summary>
public static class SimilarityStage
{
    private const string StageName = "similarity";

    /// <summary>Compares the run's selected predictions under <paramref name="model"/>; writes similarity/.</summary>
    public static void Run(RunSession session, ModelFolder model, SimilarityOptions options)
    {
        options.Validate();
        TokenVectors.ParametersOf(ArchitectureRegistry.ReadConfig(model.ConfigPath), options);
        var folder = session.Folder;
        var inputs = RunArtifacts.Hashes(folder, RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.Predictions);
        inputs["model"] = model.HashOf(session);
        var artifacts = new[]
        {
            options.KeepsVectors ? RunArtifacts.Vectors : RunArtifacts.Cosine, options.Absolute ? RunArtifacts.AbsoluteCosine : null,
            options.Sketch is null ? null : RunArtifacts.SimilarityAudit,
        };
        var stage = new StageDefinition(
            StageName, JsonSerializer.SerializeToNode(options, RunJson.Default.SimilarityOptions)!.AsObject(), inputs, [.. artifacts.OfType<string>()])
        {
            Computes = true,
        };
        var files = new SimilarityFiles(
            folder.PathOf(RunArtifacts.Cosine), options.Absolute ? folder.PathOf(RunArtifacts.AbsoluteCosine) : null, folder.PathOf(RunArtifacts.SimilarityAudit),
            folder.PathOf(RunArtifacts.Vectors));
        StageRunner.Run(session, stage, () => Compute(
            model, RunArtifacts.ReadCorpus(folder), RunArtifacts.ReadPredictions(folder), options, files, stage.OriginFor(session.Computation), session.Computation,
            session.Observer, session.Cancellation));
    }

    /// <summary>Compares predictions and writes the cosines as .npy, float32 [n, n], overwriting what is there.</summary>
    /// <param name="model">The checkpoint.</param>
    /// <param name="documents">The corpus.</param>
    /// <param name="predictions">Global prediction indices, [n], in any order.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="files">Where the results go.</param>
    /// <param name="computation">What computes.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between tiles and documents.</param>
    public static void ComputeAnew(
        ModelFolder model, TokenDocuments documents, long[] predictions, SimilarityOptions options, SimilarityFiles files, Computation computation,
        IStageObserver observer, CancellationToken cancellation)
    {
        options.Validate();
        files.DiscardUnfinished();
        Compute(model, documents, predictions, options, files, origin: "arrays", computation, observer, cancellation);
        files.ForgetUnits();
    }

    /// <summary>What the tokens of a run were compared by, in the plural, e.g. "gradients".</summary>
    public static string ComparedIn(IReadOnlyList<StageRecord> stages)
    {
        var options = stages.LastOrDefault(stage => stage.Stage == StageName)?.Options;
        return (options?.Deserialize(RunJson.Default.SimilarityOptions)?.Vectors ?? TokenVectorKind.Gradients).Plural();
    }

    private static void Compute(
        ModelFolder model, TokenDocuments documents, long[] predictions, SimilarityOptions options, SimilarityFiles files, string origin, Computation computation,
        IStageObserver observer, CancellationToken cancellation)
    {
        if (predictions.Length == 0) throw new ArgumentException("There are no predictions to compare.", nameof(predictions));
        var weights = ModelWeights.For(model, computation.MemoryBytes);
        var lastPosition = predictions.Max(prediction => documents.LocateContext(prediction).Position);
        var memory = ModelMemory.For(weights, TokenVectors.EvaluatedOf(weights.Shape, options), lastPosition, computation);
        using var loaded = DecoderModel.Load(model.Path, computation.Device, observer.Note, weights.KeepsType);
        using var vectors = TokenVectors.Of(loaded, documents, predictions, options, memory.Options, cancellation);
        var job = new SimilarityJob(vectors, files, origin, memory.FreeBytes, computation, observer, cancellation);
        if (options.KeepsVectors) job.Keep(options.Sketch);
        else if (options.Sketch is null) job.Exact();
        else job.Sketched(options.Sketch);
    }
}

/// <summary>What stands for a token when tokens are compared.</summary>
public enum TokenVectorKind
{
    /// <summary>The gradient of the loss on the token.</summary>
    Gradients,

    /// <summary>The MLP activations, after the activation function, at the token before it.</summary>
    Mlp,

    /// <summary>What the attention heads bring to the token before it.</summary>
    Heads,

    /// <summary>That, and what is read to bring it, in equal parts.</summary>
    [JsonStringEnumMemberName("heads-read")]
    HeadsRead,
}

/// <summary>Names of what stands for tokens.</summary>
internal static class TokenVectorNames
{
    public static string Plural(this TokenVectorKind kind) => kind switch
    {
        TokenVectorKind.Gradients => "gradients",
        TokenVectorKind.Mlp => "MLP activations",
        TokenVectorKind.Heads => "attention heads' results",
        _ => "attention heads' results and reads",
    };
}

/// <summary>Which similarity of tokens is computed. The defaults are the published similarity.</summary>
public sealed record SimilarityOptions
{
    public TokenVectorKind Vectors { get; init; }

    /// <summary>What is left out of the gradient: "layernorm" for the norms within the layers, "embed" for embeddings, positions and output matrix, whatever a family calls them,
    /// or parameters whose name contains another word. The published set leaves out these two and keeps the final norm and all biases.</summary>
    public IReadOnlyList<string> ExcludedNames { get; init; } = [ParameterSet.LayerNorms, ParameterSet.Embeddings];

    /// <summary>Only these layers count, 0 the first, and nothing outside the layers; null: all. [0, 1] is the published subset variant.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>Entries of a unit vector below this in absolute value become 0; null: none do. 7e-3 is the published sparse variant.</summary>
    public double? SparseThreshold { get; init; }

    /// <summary>How vectors are sketched, or null: cosines are exact.</summary>
    public SketchOptions? Sketch { get; init; }

    /// <summary>Also compute the cosines of the vectors' absolute values.</summary>
    public bool Absolute { get; init; }

    /// <summary>The vectors, or their sketches, are kept instead of the cosines of all pairs: nearest neighbours are sought among them, or they are clustered
    /// as they are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool KeepsVectors { get; init; }

    internal void Validate()
    {
        if (SparseThreshold is { } threshold && !(threshold > 0 && threshold < 1))
            throw new ArgumentException($"The threshold of sparse vectors must lie between 0 and 1, but it is {threshold}.");
        if (Layers is { Count: 0 }) throw new ArgumentException("At least one layer must be compared.");
        Sketch?.Validate();
        if (Sketch is not null && Absolute)
            throw new ArgumentException("The similarity of absolute values cannot be sketched: absolute values are not linear. Use the exact method for it.");
        if (KeepsVectors && Absolute) throw new ArgumentException("Where vectors are kept, no matrix is made, and none of absolute values either.");
        if (KeepsVectors && Sketch is null && Vectors == TokenVectorKind.Gradients)
            throw new ArgumentException("Gradients are kept as sketches: choose --method sketch, e.g. with --dimensions 4096. Attention heads' results (--similarity heads) are kept whole.");
        if (Sketch is { Kind: SketchKind.Tensor } && (Vectors != TokenVectorKind.Gradients || SparseThreshold is not null))
            throw new ArgumentException("A tensor sketch is made from the factors of gradients, which activations and sparse gradients do not have. Use a count-sketch.");
    }
}
