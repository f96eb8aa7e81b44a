namespace Quanta.ToyModels.Parity.Data;

/// <summary>Where training batches come from. A batch is a function of the seed and the step alone, so training resumes at any step.</summary>
internal interface ITrainingRows : IDisposable
{
    /// <summary>The most rows that a batch has.</summary>
    int LargestBatch { get; }

    /// <summary>Sets the batch of step <paramref name="step"/>: counts, bits and labels.</summary>
    void Next(long step, BitRows batch, int threads);
}
