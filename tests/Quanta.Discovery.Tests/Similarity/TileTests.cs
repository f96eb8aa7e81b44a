using Quanta.Discovery.Similarity.Exact;

namespace Quanta.Discovery.Tests.Similarity;

public class TileTests
{
    private const int Length = 100;

    public static TheoryData<int, int, int> Sizes()
    {
        var data = new TheoryData<int, int, int>();
        foreach (var (count, capacity) in new[] { (1, 1), (2, 2), (10, 10), (10, 9), (10, 3), (10, 2), (100, 17), (100, 40), (333, 64), (317, 250) })
            foreach (var threads in new[] { 1, 2, 16 }) data.Add(count, capacity, threads);
        return data;
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_plan_keeps_to_the_memory_and_leaves_room_for_a_chunk(int count, int capacity, int threads)
    {
        var plan = Plan(count, capacity, threads);
        Assert.True(capacity >= count || plan.BlockSize + plan.ChunkSize <= capacity, $"{plan} does not fit into {capacity}");
        Assert.True(plan.BlockSize >= 1 && plan.ChunkSize >= 1, $"{plan} does nothing");
    }

    [Fact]
    public void Chunks_keep_every_thread_busy_where_there_is_room() => Assert.True(Plan(1000, 100, 16).ChunkSize >= 16);

    [Fact]
    public void Memory_for_one_vector_is_refused_with_the_sizes() =>
        Assert.Contains("--memory", Assert.Throws<ArgumentException>(() => Plan(10, 1, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Vectors_of_more_than_2_to_the_31_entries_are_planned() =>
        Assert.Equal(2, TilePlan.For(5, 12_000_000_000, 3 * 4 * 12_000_000_000L, 16).BlockSize);

    /// <summary>Whatever the blocks, every pair is counted once and every unit completed once.</summary>
    [Theory, InlineData(1, 1, 1), InlineData(16, 4, 1), InlineData(50, 7, 3), InlineData(50, 16, 16), InlineData(100, 33, 5), InlineData(100, 100, 1)]
    public void Units_are_completed_once_whatever_the_blocks(int count, int blockSize, int chunkSize)
    {
        var (grid, done) = (new TileGrid(count), new List<int>());
        foreach (var rows in grid.OpenRows(_ => false).ToList().Chunk(blockSize))
        {
            done.AddRange(grid.Add(rows, rows));
            foreach (var columns in grid.OpenColumns(rows, _ => false).Chunk(chunkSize)) done.AddRange(grid.Add(rows, columns));
        }
        Assert.Equal(Enumerable.Range(0, grid.UnitCount), done.Order());
    }

    private static TilePlan Plan(int count, int capacity, int threads) => TilePlan.For(count, Length, (long)capacity * Length * sizeof(float), threads);
}
