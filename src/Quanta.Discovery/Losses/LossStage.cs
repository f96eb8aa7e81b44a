using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Architectures;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Losses;

namespace Quanta.Discovery.Losses;

/// <param name="Predictions">How many losses there are.</param>
/// <param name="MeanNats">Their mean, accumulated in float64.</param>
public sealed record LossReport(long Predictions, double MeanNats);

/// <summary>Per-token losses in a run folder: reads the corpus, writes losses/NAME.npy, a shard of documents, or of windows of them, at a time.</summary>
public static class LossStage
{
    /// <summary>The fact of a loss stage that states the model's size without embedding and output map.</summary>
    public const string NonEmbeddingParameters = "non_embedding_parameters";

    /// <summary>The fact of a loss stage that names the model with the very same files whose losses it took over.</summary>
    public const string SameAs = "same_as";

    /// <summary>The fact of a loss stage that lists what whoever reads the losses must know, in sentences.</summary>
    public const string Cautions = "cautions";

    private const string StagePrefix = "losses/";
    private const long TokensPerShard = 1 << 16;

    /// <summary>Computes the losses of one model over the run's corpus, or takes over those of a model with the same files.</summary>
    /// <exception cref="InvalidDataException">A loss is not finite.</exception>
    /// <exception cref="ArgumentException">The model does not fit into the memory limit.</exception>
    public static LossReport Run(RunSession session, ModelFolder model)
    {
        var folder = session.Folder;
        var artifact = RunArtifacts.Losses(model.Name);
        var inputs = RunArtifacts.Hashes(folder, RunArtifacts.Tokens, RunArtifacts.Documents);
        inputs["model"] = model.HashOf(session);
        var stage = new StageDefinition(StagePrefix + model.Name, OptionsOf(folder), inputs, [artifact]) { Facts = FactsOf(session, model), Computes = true };
        StageRunner.Run(session, stage, () => TakeOver(session, stage, artifact) ?? Compute(session, stage, model, artifact));
        return Report(RunArtifacts.ReadLosses(folder, model.Name));
    }

    /// <summary>Computes the losses of one model, [predictions], nats.</summary>
    /// <exception cref="InvalidDataException">A loss is not finite.</exception>
    /// <exception cref="ArgumentException">The model does not fit into the memory limit.</exception>
    public static float[] Compute(ModelFolder model, TokenDocuments documents, Computation computation, IStageObserver observer, CancellationToken cancellation)
    {
        var weights = ModelWeights.For(model, computation.MemoryBytes);
        var options = OptionsFor(model, weights, documents, computation);
        if (LossCautions.OfLength(weights.Shape, model.Name, documents.LongestContext()) is { } caution) observer.Caution(caution);
        using var loaded = DecoderModel.Load(model.Path, computation.Device, observer.Note, weights.KeepsType);
        var tokens = TokensIn(documents, (0, documents.ContextCount));
        using var progress = observer.Begin($"losses of {model.Name}", tokens, "tokens");
        return Compute(loaded, model.Name, documents, (0, documents.ContextCount), options, new FractionProgress(progress, tokens), cancellation);
    }

    /// <summary>The windows are the corpus's, and stand here too, as losses follow from them.</summary>
    private static JsonObject OptionsOf(RunFolder folder) => RunArtifacts.WindowsOf(folder) is { } windows
        ? new JsonObject { ["windows"] = JsonSerializer.SerializeToNode(windows, RunJson.Default.ContextWindows) }
        : [];

    private static JsonObject FactsOf(RunSession session, ModelFolder model)
    {
        var shape = ArchitectureRegistry.ReadConfig(model.ConfigPath);
        var facts = new JsonObject { [NonEmbeddingParameters] = DecoderParameters.NonEmbeddingCount(shape) };
        var cautions = LossCautions.Of(session.Folder, model, shape).ToList();
        foreach (var caution in cautions) session.Observer.Caution(caution);
        if (cautions.Count > 0) facts[Cautions] = new JsonArray([.. cautions.Select(caution => JsonValue.Create(caution))]);
        return facts;
    }

    /// <summary>Copies the losses of an earlier model of the run that has the same files; null where there is none.</summary>
    private static JsonObject? TakeOver(RunSession session, StageDefinition stage, string artifact)
    {
        var folder = session.Folder;
        var twin = folder.Stages.FirstOrDefault(record =>
            record.Done && record.Stage != stage.Stage && record.Stage.StartsWith(StagePrefix, StringComparison.Ordinal)
            && record.ComputedBy == session.Computation.Name && record.Inputs.Count == stage.Inputs.Count
            && stage.Inputs.All(input => record.Inputs.GetValueOrDefault(input.Key) == input.Value));
        if (twin is null || folder.Finished(twin.Stage) is null) return null;
        var (name, other) = (stage.Stage[StagePrefix.Length..], twin.Stage[StagePrefix.Length..]);
        session.Observer.Note($"{name} has the very same files as {other}: its losses are taken over, and are no second measurement.");
        using var source = File.OpenRead(folder.PathOf(RunArtifacts.Losses(other)));
        AtomicFile.Write(folder.PathOf(artifact), source.CopyTo);
        return new JsonObject { [SameAs] = other };
    }

    private static JsonObject? Compute(RunSession session, StageDefinition stage, ModelFolder model, string artifact)
    {
        var documents = RunArtifacts.ReadCorpus(session.Folder);
        var weights = ModelWeights.For(model, session.Computation.MemoryBytes);
        var options = OptionsFor(model, weights, documents, session.Computation);
        var shards = Shards(documents);
        var origin = $"{stage.OriginFor(session.Computation)}; {TokensPerShard} tokens a shard";
        using var losses = new PartialArray(session.Folder.PathOf(artifact), [documents.PredictionCount], shards.Count, origin);
        if (losses.IsWhole) return null;
        using var loaded = DecoderModel.Load(model.Path, session.Computation.Device, session.Observer.Note, weights.KeepsType);
        using var progress = session.Observer.Begin($"losses of {model.Name}", TokensIn(documents, (0, documents.ContextCount)), "tokens");
        for (var unit = 0; unit < shards.Count; unit++)
        {
            var tokens = TokensIn(documents, shards[unit]);
            if (losses.IsDone(unit))
            {
                progress.Advance(tokens);
                continue;
            }
            var values = Compute(loaded, model.Name, documents, shards[unit], options, new FractionProgress(progress, tokens), session.Cancellation);
            losses.Write(0, documents.Context(shards[unit].Start).FirstPrediction, values);
            losses.Finish([unit]);
        }
        losses.Complete();
        return null;
    }

    private static long TokensIn(TokenDocuments documents, (int Start, int End) contexts)
    {
        var tokens = 0L;
        for (var c = contexts.Start; c < contexts.End; c++) tokens += documents.Context(c).Length;
        return tokens;
    }

    /// <summary>Contexts [start, end) of each shard, documents or windows: as many as have at most so many tokens together, at least one.</summary>
    private static List<(int Start, int End)> Shards(TokenDocuments documents)
    {
        var shards = new List<(int Start, int End)>();
        var (start, tokens) = (0, 0L);
        for (var c = 0; c < documents.ContextCount; c++)
        {
            var length = documents.Context(c).Length;
            if (c > start && tokens + length > TokensPerShard)
            {
                shards.Add((start, c));
                (start, tokens) = (c, 0);
            }
            tokens += length;
        }
        if (documents.ContextCount > start) shards.Add((start, documents.ContextCount));
        return shards;
    }

    /// <summary>All threads if they fit beside the weights, on smaller batches if need be, down to a document each; else as many as fit.</summary>
    private static TokenLossesOptions OptionsFor(ModelFolder model, ModelWeights held, TokenDocuments documents, Computation computation)
    {
        var longest = documents.LongestContext();
        var (shape, weights) = (held.Shape, held.Bytes + DecoderModel.RotationBytes(held.Shape, longest));
        for (var options = new TokenLossesOptions { Threads = computation.Threads }; ; options = options with { TokensPerBatch = options.TokensPerBatch / 2 })
        {
            var worker = TokenLosses.WorkspaceBytes(shape, longest, options);
            var workers = (computation.MemoryBytes - weights) / worker;
            if (workers >= computation.Threads) return options;
            if (options.TokensPerBatch > Math.Max(1, longest)) continue;
            if (workers >= 1) return options with { Threads = (int)workers };
            throw new ArgumentException(
                $"The losses of {model.Name} need {Gigabytes.Of(weights + worker)}, {Gigabytes.Of(weights)} of them for the weights, but --memory is "
                + $"{Gigabytes.Of(computation.MemoryBytes)}. Raise --memory.");
        }
    }

    private static float[] Compute(
        DecoderModel model, string name, TokenDocuments documents, (int Start, int End) contexts, TokenLossesOptions options, IProgress<double> progress,
        CancellationToken cancellation)
    {
        var losses = TokenLosses.OfContexts(model, documents, contexts, options, progress, cancellation);
        var bad = losses.AsSpan().IndexOfAnyExceptInRange(0, float.MaxValue);
        if (bad < 0) return losses;
        throw new InvalidDataException(
            $"{name} gives a loss of {losses[bad]} nats, but losses are finite and not negative: its activations overflow float32, or its weights are damaged. Check the checkpoint.");
    }

    private static LossReport Report(float[] losses)
    {
        var sum = 0.0;
        foreach (var loss in losses) sum += loss;
        return new LossReport(losses.Length, sum / losses.Length);
    }
}
