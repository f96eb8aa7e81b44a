using System.Text.Json.Nodes;
using Quanta.Discovery.Runs;
using Quanta.LanguageModels;
using Quanta.LanguageModels.GptNeoX;
using Quanta.LanguageModels.Losses;

namespace Quanta.Discovery.Losses;

/// <param name="Predictions">How many losses there are.</param>
/// <param name="MeanNats">Their mean, accumulated in float64.</param>
public sealed record LossReport(long Predictions, double MeanNats);

/// <summary>Per-token losses in a run folder: reads the corpus, writes losses/NAME.npy, a shard of documents at a time.</summary>
public static class LossStage
{
    /// <summary>The fact of a loss stage that states the model's size without embedding and output map.</summary>
    public const string NonEmbeddingParameters = "non_embedding_parameters";

    private const long TokensPerShard = 1 << 16;

    /// <summary>Computes the losses of one model over the run's corpus.</summary>
    public static LossReport Run(RunSession session, ModelFolder model)
    {
        var folder = session.Folder;
        var artifact = RunArtifacts.Losses(model.Name);
        var inputs = RunArtifacts.Hashes(folder, RunArtifacts.Tokens, RunArtifacts.Documents);
        inputs["model"] = FileHash.Sha256OfFolder(model.Path, session.Observer);
        var stage = new StageDefinition($"losses/{model.Name}", [], inputs, [artifact]) { Facts = FactsOf(model) };
        StageRunner.Run(session, stage, () =>
        {
            var documents = RunArtifacts.ReadCorpus(folder);
            using var losses = new PartialArray(folder.PathOf(artifact), [documents.PredictionCount], $"{TokensPerShard} tokens a shard");
            Fill(losses, model, documents, session);
            losses.Complete();
        });
        return Report(RunArtifacts.ReadLosses(folder, model.Name));
    }

    /// <summary>Computes the losses of one model, [predictions], nats.</summary>
    public static float[] Compute(ModelFolder model, TokenDocuments documents, Computation computation, IStageObserver observer, CancellationToken cancellation)
    {
        using var loaded = GptNeoXModel.Load(model.Path, computation.Device, observer.Note);
        using var progress = observer.Begin($"losses of {model.Name}", documents.Tokens.Length, "tokens");
        return Compute(loaded, documents, computation, progress, cancellation);
    }

    private static JsonObject FactsOf(ModelFolder model) =>
        new() { [NonEmbeddingParameters] = GptNeoXParameters.NonEmbeddingCount(GptNeoXConfigFile.Read(model.ConfigPath)) };

    private static void Fill(PartialArray losses, ModelFolder model, TokenDocuments documents, RunSession session)
    {
        using var loaded = GptNeoXModel.Load(model.Path, session.Computation.Device, session.Observer.Note);
        using var progress = session.Observer.Begin($"losses of {model.Name}", documents.Tokens.Length, "tokens");
        var unit = 0;
        for (var (start, end) = (0, 0); start < documents.Count; start = end, unit++)
        {
            end = ShardEnd(documents, start);
            if (losses.IsDone(unit))
            {
                progress.Advance(documents.Offsets[end] - documents.Offsets[start]);
                continue;
            }
            var values = Compute(loaded, documents.Slice(start, end - start), session.Computation, progress, session.Cancellation);
            losses.Write(0, documents.PredictionOffset(start), values);
            losses.Finish(unit);
        }
    }

    private static int ShardEnd(TokenDocuments documents, int start)
    {
        var end = start + 1;
        while (end < documents.Count && documents.Offsets[end + 1] - documents.Offsets[start] <= TokensPerShard) end++;
        return end;
    }

    private static float[] Compute(GptNeoXModel model, TokenDocuments documents, Computation computation, IStageProgress progress, CancellationToken cancellation) =>
        TokenLosses.Compute(model, documents, new TokenLossesOptions { Threads = computation.Threads }, new FractionProgress(progress, documents.Tokens.Length), cancellation);

    private static LossReport Report(float[] losses)
    {
        var sum = 0.0;
        foreach (var loss in losses) sum += loss;
        return new LossReport(losses.Length, sum / losses.Length);
    }
}
