using System.Text.Json;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.GptNeoX;

namespace Quanta.Discovery.Similarity;

/// <summary>The similarity of gradients, in a run folder or on plain arrays. Work is saved a pair of blocks at a time.</summary>
public static class SimilarityStage
{
    /// <summary>Compares the gradients of the run's selected predictions under <paramref name="model"/>; writes similarity/.</summary>
    public static SimilarityReport Run(RunSession session, ModelFolder model, SimilarityOptions options)
    {
        var folder = session.Folder;
        var inputs = RunArtifacts.Hashes(folder, RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.Predictions);
        inputs["model"] = FileHash.Sha256OfFolder(model.Path);
        var stage = new StageDefinition(
            "similarity", JsonSerializer.SerializeToNode(options, RunJson.Default.SimilarityOptions)!.AsObject(), inputs,
            options.Absolute ? [RunArtifacts.Cosine, RunArtifacts.AbsoluteCosine] : [RunArtifacts.Cosine]);
        StageRunner.Run(session, stage, () => Compute(
            model, RunArtifacts.ReadCorpus(folder), RunArtifacts.ReadPredictions(folder), options, folder.PathOf(RunArtifacts.Cosine),
            options.Absolute ? folder.PathOf(RunArtifacts.AbsoluteCosine) : null, keepFinished: true, session.Computation, session.Observer, session.Cancellation));
        var config = GptNeoXConfigFile.Read(Path.Combine(model.Path, "config.json"));
        return new SimilarityReport(RunArtifacts.ReadPredictions(folder).Length, ParameterSet.Excluding(config, options.ExcludedNames).Length);
    }

    /// <summary>Compares the gradients of predictions and writes the cosines as .npy, float32 [n, n].</summary>
    /// <param name="model">The checkpoint.</param>
    /// <param name="documents">The corpus.</param>
    /// <param name="predictions">Global prediction indices, [n], in any order.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="cosinePath">Where the cosines go.</param>
    /// <param name="absolutePath">Where the cosines of absolute values go, or null.</param>
    /// <param name="keepFinished">Unfinished work beside the results is of an interrupted run of the same job: go on from it.</param>
    /// <param name="computation">What computes.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between tiles and documents; what is finished stays on disk.</param>
    public static void Compute(
        ModelFolder model, TokenDocuments documents, long[] predictions, SimilarityOptions options, string cosinePath, string? absolutePath,
        bool keepFinished, Computation computation, IStageObserver observer, CancellationToken cancellation)
    {
        using var loaded = GptNeoXModel.Load(model.Path, computation.Device);
        var parameters = ParameterSet.Excluding(loaded.Config, options.ExcludedNames);
        if (parameters.Length == 0) throw new ArgumentException($"No parameter of {model.Path} is left when names with {string.Join(", ", options.ExcludedNames)} are excluded.");
        var gradients = new ModelGradients(loaded, parameters, documents, predictions, computation.Threads);
        var plan = BlockPlan.For(gradients.Count, gradients.Length, computation.MemoryBytes);
        observer.Note($"{gradients.Count} gradients of {gradients.Length:N0} parameters; {plan.Describe()}.");
        if (!keepFinished) NpySimilarityStore.Discard(cosinePath, absolutePath);
        using var store = new NpySimilarityStore(cosinePath, absolutePath, gradients.Count, $"{plan.BlockSize} gradients a block, {plan.ChunkSize} a chunk");
        ExactSimilarity.Compute(gradients, plan, absolutePath is not null, computation.Product, computation.Threads, store, observer, cancellation);
        store.Complete();
    }
}
