using Quanta.ToyModels.Parity.Data;

namespace Quanta.ToyModels.Parity.Networks;

/// <summary>A network in training on one parity task. Implementations stand in <see cref="ParityNetworks"/>.</summary>
/// <remarks>The same state and batches give the same bits for any number of threads and any instruction set, but "plain" gives others than "tables". NaN in a parameter reaches the losses.</remarks>
public interface IParityNetwork : IDisposable
{
    NetworkShape Shape { get; }

    /// <summary>One AdamW step on the mean cross-entropy of the batch.</summary>
    /// <returns>The mean loss over the batch before the step, in nats; NaN for an empty batch, which changes nothing.</returns>
    double TrainOnBatch(BitRows batch);

    /// <summary>The logit of the right answer less that of the wrong one, for each row: its loss is ln(1 + e^-margin) nats, and it is right where the margin is positive.</summary>
    /// <param name="rows">Any batch of the task.</param>
    /// <param name="margins">[rows], written.</param>
    void Margins(BitRows rows, Span<float> margins);

    /// <summary>A copy of everything that training changes.</summary>
    NetworkState Save();

    /// <summary>Goes on from a saved state.</summary>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    void Load(NetworkState state);
}
