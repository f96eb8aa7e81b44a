using System.Text.Json;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Similarity;

/// <summary>Makes a model of a shape on a device.</summary>
public delegate DecoderModel ModelLoading(DecoderShape shape, IDevice device);

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
    /// <param name="load">Makes a model of the checkpoint's shape in its place; null: loads it.</param>
    public static void ComputeAnew(
        ModelFolder model, TokenDocuments documents, long[] predictions, SimilarityOptions options, SimilarityFiles files, Computation computation,
        IStageObserver observer, CancellationToken cancellation, ModelLoading? load = null)
    {
        options.Validate();
        files.DiscardUnfinished();
        Compute(model, documents, predictions, options, files, origin: "arrays", computation, observer, cancellation, load);
        files.ForgetUnits();
    }

    /// <summary>How the tokens of a run were compared.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="model">The hash of the model that is at hand, which must be the one that they were compared under.</param>
    /// <exception cref="InvalidDataException">They were not compared, or under another model.</exception>
    internal static SimilarityOptions OptionsOf(RunFolder folder, string model)
    {
        var record = folder.Finished(StageName) ?? throw new InvalidDataException($"The tokens of {folder.Path} were not compared yet: `quanta similarity` comes first.");
        if (record.Inputs.GetValueOrDefault("model") != model)
            throw new InvalidDataException($"The tokens of {folder.Path} were compared under another model than the one that --model names. Name that one.");
        return record.Options.Deserialize(RunJson.Default.SimilarityOptions)!;
    }

    /// <summary>What the tokens of a run were compared by, in the plural, e.g. "gradients".</summary>
    public static string ComparedIn(IReadOnlyList<StageRecord> stages)
    {
        var options = stages.LastOrDefault(stage => stage.Stage == StageName)?.Options;
        return (options?.Deserialize(RunJson.Default.SimilarityOptions) ?? new()).Plural;
    }

    private static void Compute(
        ModelFolder model, TokenDocuments documents, long[] predictions, SimilarityOptions options, SimilarityFiles files, string origin, Computation computation,
        IStageObserver observer, CancellationToken cancellation, ModelLoading? load = null)
    {
        if (predictions.Length == 0) throw new ArgumentException("There are no predictions to compare.", nameof(predictions));
        var weights = ModelWeights.For(model, computation.MemoryBytes);
        long[] evaluated = options.Treatment is { IsLearned: true } ? [.. predictions, .. CorpusChange.ReferencePredictions(documents)] : predictions;
        var lastPosition = evaluated.Max(prediction => documents.LocateContext(prediction).Position);
        var memory = ModelMemory.For(weights, TokenVectors.EvaluatedOf(weights.Shape, options), lastPosition, computation);
        using var loaded = load?.Invoke(weights.Shape, computation.Device) ?? DecoderModel.Load(model.Path, computation.Device, observer.Note, weights.KeepsType);
        using var vectors = TokenVectors.Of(loaded, documents, evaluated, options, memory.Options, cancellation);
        var compared = new ComparedVectors(vectors, predictions.Length, options.Treatment);
        var job = new SimilarityJob(compared, files, origin, memory.FreeBytes, computation, observer, cancellation);
        if (options.KeepsVectors) job.Keep(options.Sketch);
        else if (options.Sketch is null) job.Exact();
        else job.Sketched(options.Sketch);
    }
}
