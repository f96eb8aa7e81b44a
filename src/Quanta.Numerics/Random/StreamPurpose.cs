namespace Quanta.Numerics.Random;

/// <summary>What random numbers are for, where several purposes share a seed: each has a range of 2^48 streams of its own.</summary>
/// <remarks>Range 0 belongs to whoever has a seed to itself and numbers its streams from 0: training (step and shard), sketches, planted data, resamples of a fit.
/// The ranges from 2^56 on are those of the parity laboratory and of first weights; corpora take streams by the hash of a name.</remarks>
public enum StreamPurpose : byte
{
    /// <summary>The first vectors of an eigenvalue iteration.</summary>
    EigenvectorStart = 1,

    /// <summary>The first centres of k-means; the index is the start.</summary>
    KMeansStart,

    /// <summary>The points of a part of a clustering's stability; the index is the part.</summary>
    StabilityPart,

    /// <summary>Points drawn anew for the interval of a rank-size slope; the index is the resample.</summary>
    RankSizeResample,

    /// <summary>Errors drawn anew for the interval of a gain; the index is the resample.</summary>
    ErrorResample,

    /// <summary>Labels dealt out anew; the index is the permutation.</summary>
    LabelPermutation,

    /// <summary>Scores made up to try a detector; the index is the trial.</summary>
    DetectorTrial,

    /// <summary>The vectors of a sketch that are compared exactly.</summary>
    AuditedVectors,

    /// <summary>The vectors that they are compared with.</summary>
    ComparedVectors,

    /// <summary>The pivots among which vectors are divided into cells; the index is the partition.</summary>
    PartitionPivots,

    /// <summary>The vectors whose neighbours are found exactly, to measure what an approximate way misses.</summary>
    RecallSample,

    /// <summary>The order in which a graph's nodes are gone through; the index is the iteration.</summary>
    CommunityOrder,

    /// <summary>The first centres of spherical k-means.</summary>
    SphericalStart,

    /// <summary>The groups of centres that share a bound.</summary>
    CentreGroups,

    /// <summary>Pairs drawn anew for the interval of a mean difference; the index is the resample.</summary>
    PairResample,

    /// <summary>Signs drawn anew for a test of a mean difference; the index is the draw.</summary>
    SignFlip,

    /// <summary>Tokens that a cluster's members are compared with; the index is the cluster.</summary>
    RandomMembers,

    /// <summary>Pairs of tokens of one cluster.</summary>
    ClusterPair,

    /// <summary>Predicted tokens dealt out anew among predictions.</summary>
    ShuffledTargets,
}

/// <summary>Streams of <see cref="Philox"/> by purpose.</summary>
public static class PurposeStreams
{
    private const int IndexBits = 48;

    /// <summary>The stream of a purpose's <paramref name="index"/>-th unit of work.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in 0 ... 2^48 - 1.</exception>
    public static ulong Stream(this StreamPurpose purpose, long index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, 1UL << IndexBits, nameof(index));
        return ((ulong)purpose << IndexBits) | (ulong)index;
    }
}
