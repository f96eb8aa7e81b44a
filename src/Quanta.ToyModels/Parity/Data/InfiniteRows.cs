using Quanta.Numerics.Random;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Data;

/// <summary>Infinite data: every step draws its batch afresh.</summary>
internal sealed class InfiniteRows(SubtaskCounts counts, CountSampling sampling, int batchSize, ulong seed) : ITrainingRows
{
    public int LargestBatch => batchSize;

    public void Next(long step, BitRows batch, int threads)
    {
        batch.Reset(counts.Draw(sampling, batchSize, new Philox(seed, RandomStreams.Of(RandomPurpose.TrainingCounts, step))));
        FreshRows.Fill(batch, seed, RandomPurpose.TrainingBits, step, threads: threads);
    }

    public void Dispose() { }
}
