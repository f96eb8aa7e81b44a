using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity;

/// <summary>Per-token gradients, evaluated on demand: n of them would often not fit in memory.</summary>
public interface IGradientSource
{
    /// <summary>How many gradients there are, n.</summary>
    int Count { get; }

    /// <summary>The number of entries of one gradient, p.</summary>
    int Length { get; }

    /// <summary>Evaluates gradients <paramref name="start"/> .. <paramref name="start"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="start">The first gradient.</param>
    /// <param name="count">How many.</param>
    /// <param name="rows">[at least count, p]; out: its first rows, in nats per unit of each parameter, not normalised. The same bits whatever else is asked in the same call.</param>
    /// <param name="progress">Told of each gradient done.</param>
    /// <param name="cancellation">Stops between gradients.</param>
    void Evaluate(int start, int count, Matrix rows, IStageProgress progress, CancellationToken cancellation);
}
