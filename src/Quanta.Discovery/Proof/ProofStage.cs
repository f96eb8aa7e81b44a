using System.Text.Json;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Formats.Files;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;
using Quanta.LanguageModels.Interventions;

namespace Quanta.Discovery.Proof;

/// <summary>Tries a run's clusters by intervention on the model: whether what harms half of a cluster's members harms the other half more than its nearest cluster, tokens of other clusters
/// with the same predicted tokens, and random ones.</summary>
/// <remarks>Two interventions: a step against the deciding half, along its mean gradient, as long as raises its mean loss by a given amount; and the silence of the attention head whose
/// silence harms that half most. To first order a step does to a token what its gradient's inner product says, so that for clusters of gradients the first is no independent proof; the
/// second is for both kinds.</remarks>
public static class ProofStage
{
    /// <summary>The result's file in a run folder.</summary>
    public static string Artifact(string clustering) => $"proof/{clustering}.json";

    /// <summary>Tries the clusters; writes proof/.</summary>
    /// <exception cref="InvalidDataException">The clustering is not there, or cannot be tried.</exception>
    /// <exception cref="ArgumentException">An option is impossible, or the memory does not suffice.</exception>
    public static ProofResult Run(RunSession session, ModelFolder model, ProofOptions options)
    {
        options.Validate();
        var folder = session.Folder;
        var inputs = RunArtifacts.Hashes(folder, RunArtifacts.Tokens, RunArtifacts.Documents, RunArtifacts.Predictions, RunArtifacts.Cosine, RunArtifacts.Clusters(options.Clustering));
        inputs["model"] = model.HashOf(session);
        var stage = new StageDefinition(
            $"proof/{options.Clustering}", JsonSerializer.SerializeToNode(options, RunJson.Default.ProofOptions)!.AsObject(), inputs, [Artifact(options.Clustering)])
        {
            Computes = true,
        };
        StageRunner.Run(session, stage, () => AtomicFile.WriteText(
            folder.PathOf(Artifact(options.Clustering)), RunJson.Text(Prove(session, model, options), RunJson.Default.ProofResult)));
        return Read(folder, options.Clustering);
    }

    /// <summary>Reads a result.</summary>
    public static ProofResult Read(RunFolder folder, string clustering) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(Artifact(clustering))), RunJson.Default.ProofResult)!;

    private static ProofResult Prove(RunSession session, ModelFolder model, ProofOptions options)
    {
        var (folder, computation) = (session.Folder, session.Computation);
        var (documents, predictions) = (RunArtifacts.ReadCorpus(folder), RunArtifacts.ReadPredictions(folder));
        var clustering = new Clustering(RunArtifacts.ReadClusters(folder, options.Clustering));
        var sets = new ProofSetMaker(clustering, documents, predictions, options).Make(folder.PathOf(RunArtifacts.Cosine));
        if (sets.Count < options.Clusters) session.Observer.Note($"{sets.Count} clusters have members in two documents; {options.Clusters} were asked for.");
        var shape = LanguageModels.Architectures.ArchitectureRegistry.ReadConfig(model.ConfigPath);
        var parameters = ParameterSet.Published(shape);
        // Besides weights and workers: where the parameters were, the direction, and a gradient on its way into it.
        var held = 3 * sizeof(float) * parameters.Length;
        var lastPosition = predictions.Max(prediction => documents.LocateContext(prediction).Position);
        var memory = ModelMemory.For(new(shape, DecoderParameters.ByteCount(shape) + held, KeepsType: false), parameters, lastPosition, computation);
        using var loaded = DecoderModel.Load(model.Path, computation.Device, session.Observer.Note);
        using var movable = new MovableModel(loaded, parameters, computation.Threads);
        using var raising = new LossRaising(movable, parameters, documents, predictions, memory.Options, session.Cancellation);
        return new ProofJob(raising, sets, predictions.Length, options, session.Observer).Run();
    }
}
