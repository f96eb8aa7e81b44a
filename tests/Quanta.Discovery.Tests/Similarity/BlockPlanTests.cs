using Quanta.Discovery.Similarity;

namespace Quanta.Discovery.Tests.Similarity;

public class BlockPlanTests
{
    private const int Length = 100;

    public static TheoryData<int, int> Sizes => new()
    {
        { 1, 1 }, { 2, 2 }, { 10, 10 }, { 10, 9 }, { 10, 3 }, { 10, 2 }, { 100, 17 }, { 1000, 64 }, { 997, 250 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void Every_pair_meets_exactly_once(int count, int capacity)
    {
        var plan = Plan(count, capacity);
        var met = new int[count, count];
        foreach (var pair in Pairs(plan))
            for (var i = 0; i < pair.Count; i++)
                for (var j = 0; j < pair.OtherCount; j++)
                    if (!pair.IsDiagonal || j <= i) met[Math.Max(pair.Start + i, pair.OtherStart + j), Math.Min(pair.Start + i, pair.OtherStart + j)]++;
        for (var i = 0; i < count; i++)
            for (var j = 0; j <= i; j++) Assert.Equal(1, met[i, j]);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Units_are_numbered_without_gaps_and_memory_is_kept(int count, int capacity)
    {
        var plan = Plan(count, capacity);
        Assert.Equal(Enumerable.Range(0, Pairs(plan).Count()), Pairs(plan).Select(p => p.Unit));
        Assert.True(plan.BlockSize + plan.ChunkSize <= capacity, $"{plan.BlockSize} + {plan.ChunkSize} gradients do not fit into {capacity}");
    }

    [Fact]
    public void Each_gradient_is_evaluated_once_when_all_fit() => Assert.Equal(10_000, Plan(10_000, 10_000).Evaluations);

    [Fact]
    public void Memory_for_one_gradient_is_refused_with_the_sizes() =>
        Assert.Contains("--memory", Assert.Throws<ArgumentException>(() => Plan(10, 1)).Message, StringComparison.Ordinal);

    private static BlockPlan Plan(int count, int capacity) => BlockPlan.For(count, Length, (long)capacity * Length * sizeof(float));

    private static IEnumerable<BlockPair> Pairs(BlockPlan plan) => Enumerable.Range(0, plan.BlockCount).SelectMany(plan.PairsOf);
}
