using Quanta.Discovery.Runs;
using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Gradients;

namespace Quanta.Discovery.Similarity;

/// <summary>How a memory limit is divided among a model's weights, the workspaces of the workers, and what is compared.</summary>
/// <param name="WeightBytes">The model's parameters, and its rotary table.</param>
/// <param name="Options">Workers and their workspaces.</param>
/// <param name="FreeBytes">What is left.</param>
internal sealed record ModelMemory(long WeightBytes, TokenGradientsOptions Options, long FreeBytes)
{
    /// <summary>Predictions of a document that go backward together: more gain nothing.</summary>
    private const int PredictionsTogether = 8;

    /// <summary>Workspaces take at most this part of what the weights leave, unless a single worker needs more.</summary>
    private const int LargestShare = 4;

    /// <summary>All threads with all activations if that fits, else with activations computed again, else with fewer workers.</summary>
    /// <param name="held">The model and its weights.</param>
    /// <param name="parameters">What gradients range over; null where only activations are compared.</param>
    /// <param name="lastPosition">The last position of a prediction.</param>
    /// <param name="computation">Threads and the limit.</param>
    /// <exception cref="ArgumentException">Not even one worker fits beside the weights.</exception>
    public static ModelMemory For(ModelWeights held, ParameterSet? parameters, int lastPosition, Computation computation)
    {
        var (shape, weights) = (held.Shape, held.Bytes + DecoderModel.RotationBytes(held.Shape, lastPosition + 1));
        var free = computation.MemoryBytes - weights;
        var wanted = parameters ?? ParameterSet.All(shape).Where(_ => false);
        long Least(bool recompute) => TokenGradients.LeastWorkspaceBytes(shape, wanted, lastPosition, new() { Recompute = recompute });
        foreach (var recompute in new[] { false, true })
            if (computation.Threads * Least(recompute) <= free / LargestShare) return Make(computation.Threads, recompute);
        var workers = (int)Math.Min(computation.Threads, free / LargestShare / Least(recompute: true));
        if (workers >= 1) return Make(workers, recompute: true);
        if (Least(recompute: true) < free) return Make(1, recompute: true);
        throw new ArgumentException(
            $"The model's weights need {Gigabytes.Of(weights)} and a worker on documents of {lastPosition + 1:N0} tokens at least {Gigabytes.Of(Least(recompute: true))}, but --memory is "
            + $"{Gigabytes.Of(computation.MemoryBytes)}. Raise --memory.");

        ModelMemory Make(int count, bool recompute)
        {
            var least = Least(recompute);
            var one = TokenGradients.BackwardBytes(shape, lastPosition);
            var aim = Math.Clamp(least + (PredictionsTogether - 1) * one, least, Math.Max(least, free / LargestShare / count));
            var options = new TokenGradientsOptions { Threads = count, WorkspaceBytes = aim, Recompute = recompute };
            return new ModelMemory(weights, options, free - count * aim);
        }
    }
}
