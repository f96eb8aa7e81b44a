using Quanta.Discovery.Runs;

namespace Quanta.Discovery.Similarity.Exact;

/// <summary>Which vectors are in memory together, so that every pair meets once and memory is kept.</summary>
/// <remarks>A block of vectors stays in memory while all later ones pass by in chunks. With B vectors a block, about n(n/B + 1)/2 are evaluated (the published
/// script: B = 250). When all fit there is one block, and each is evaluated once. What is recorded as done does not follow from the plan: see <see cref="TileGrid"/>.</remarks>
public sealed record TilePlan
{
    /// <summary>Passing chunks need not be large: the product is as fast with this many.</summary>
    private const int LargestChunk = 256;

    private TilePlan(int blockSize, int chunkSize) => (BlockSize, ChunkSize) = (blockSize, chunkSize);

    /// <summary>How many vectors stay.</summary>
    public int BlockSize { get; }

    /// <summary>How many pass at a time; as many as there are when all fit.</summary>
    public int ChunkSize { get; }

    /// <summary>The plan for n vectors of p float32 entries within a number of bytes, whose chunks keep so many threads busy where there is room.</summary>
    /// <exception cref="ArgumentException">Not even two vectors fit.</exception>
    public static TilePlan For(int count, long length, long memoryBytes, int threads)
    {
        var capacity = memoryBytes / (length * sizeof(float));
        if (capacity >= count) return new TilePlan(count, count);
        if (capacity < 2)
            throw new ArgumentException(
                $"Two vectors of {length:N0} entries need {Gigabytes.Of(2 * length * sizeof(float))}, but the memory limit leaves "
                + $"{Gigabytes.Of(memoryBytes)} for them. Raise --memory.",
                nameof(memoryBytes));
        var chunk = WholeTiles(Math.Clamp(capacity / 8, Math.Clamp(threads, 1, capacity / 4 + 1), LargestChunk));
        return new TilePlan((int)WholeTiles(capacity - chunk), (int)chunk);
    }

    private static long WholeTiles(long vectors) => vectors < TileGrid.Side ? vectors : vectors / TileGrid.Side * TileGrid.Side;
}
