namespace Quanta.ToyModels.Parity.Internals;

/// <summary>What a random number is for. Each purpose, step and part has a stream of its own, so a run resumes, and splits over threads, without a difference.</summary>
internal enum RandomPurpose : byte
{
    Subsets = 1,
    Initialisation,
    DatasetCounts,
    DatasetBits,
    TrainingCounts,
    TrainingBits,
    Shuffle,
    TestBits,
    SubtaskBits,
    Samples,
}

internal static class RandomStreams
{
    /// <summary>The stream of part <paramref name="part"/> (below 2^24) of step <paramref name="step"/> (below 2^32).</summary>
    public static ulong Of(RandomPurpose purpose, long step = 0, int part = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)step, 1UL << 32, nameof(step));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)part, 1u << 24, nameof(part));
        return ((ulong)purpose << 56) | ((ulong)step << 24) | (uint)part;
    }
}
