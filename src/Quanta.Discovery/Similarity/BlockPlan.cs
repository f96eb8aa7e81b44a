using Quanta.Discovery.Similarity.Tiles;

namespace Quanta.Discovery.Similarity;

/// <summary>Which gradients are in memory together, so that every pair meets once and memory is kept.</summary>
/// <remarks>A block of gradients stays in memory while all later ones pass by in chunks. With B gradients a block, n(n/B + 1)/2 are evaluated
/// (the published script: B = 250). When all fit there is one block, and each is evaluated once.</remarks>
public sealed record BlockPlan
{
    /// <summary>Passing chunks need not be large: the product is as fast with this many.</summary>
    private const int LargestChunk = 256;

    private BlockPlan(int count, int blockSize, int chunkSize) => (Count, BlockSize, ChunkSize) = (count, blockSize, chunkSize);

    /// <summary>The number of gradients, n.</summary>
    public int Count { get; }

    /// <summary>How many gradients stay.</summary>
    public int BlockSize { get; }

    /// <summary>How many pass at a time; 0 when all fit in one block.</summary>
    public int ChunkSize { get; }

    public int BlockCount => BlockSize == 0 ? 0 : (Count + BlockSize - 1) / BlockSize;

    /// <summary>How many gradients are evaluated in all.</summary>
    public long Evaluations
    {
        get
        {
            var evaluations = 0L;
            for (var start = 0; start < Count; start += BlockSize) evaluations += Count - start;
            return evaluations;
        }
    }

    /// <summary>E.g. "all in memory at once, each evaluated once".</summary>
    public string Describe() => ChunkSize == 0
        ? "all in memory at once, each evaluated once"
        : $"{BlockSize:N0} in memory at a time, {Evaluations:N0} evaluations in all";

    /// <summary>The plan for n gradients of p float32 entries within a number of bytes.</summary>
    /// <exception cref="ArgumentException">Not even two gradients fit.</exception>
    public static BlockPlan For(int count, long length, long memoryBytes)
    {
        var capacity = memoryBytes / (length * sizeof(float));
        if (capacity >= count) return new BlockPlan(count, count, 0);
        if (capacity < 2)
            throw new ArgumentException(
                $"Two gradients of {length:N0} parameters need {2 * length * sizeof(float) / 1e9:0.###} GB, but the memory limit leaves "
                + $"{memoryBytes / 1e9:0.###} GB for them. Raise --memory.",
                nameof(memoryBytes));
        var chunk = (int)Math.Clamp(capacity / 8, 1, LargestChunk);
        return new BlockPlan(count, (int)(capacity - chunk), chunk);
    }

    /// <summary>The pairs of blocks in the order of work. Pair numbers do not repeat and depend on the plan alone.</summary>
    public IEnumerable<BlockPair> PairsOf(int block)
    {
        var start = block * BlockSize;
        var end = Math.Min(start + BlockSize, Count);
        var unit = 0;
        for (var earlier = 0; earlier < block; earlier++) unit += PairCountOf(earlier);
        yield return new BlockPair(unit++, start, end - start, start, end - start);
        for (var chunk = end; chunk < Count; chunk += ChunkSize)
            yield return new BlockPair(unit++, start, end - start, chunk, Math.Min(ChunkSize, Count - chunk));
    }

    private int PairCountOf(int block)
    {
        var later = Math.Max(Count - (block + 1) * BlockSize, 0);
        return 1 + (later == 0 ? 0 : (later + ChunkSize - 1) / ChunkSize);
    }
}

/// <summary>Gradients [Start, Start + Count) against [OtherStart, OtherStart + OtherCount); a block against itself when the starts are equal.</summary>
public readonly record struct BlockPair(int Unit, int Start, int Count, int OtherStart, int OtherCount)
{
    public bool IsDiagonal => Start == OtherStart;

    /// <summary>How many tiles are computed for one similarity.</summary>
    public int TileCount
    {
        get
        {
            var (rows, columns) = ((Count + TileProduct.Size - 1) / TileProduct.Size, (OtherCount + TileProduct.Size - 1) / TileProduct.Size);
            return IsDiagonal ? rows * (rows + 1) / 2 : rows * columns;
        }
    }
}
