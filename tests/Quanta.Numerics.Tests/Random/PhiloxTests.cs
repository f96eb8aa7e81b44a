using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Random;

public class PhiloxTests
{
    /// <summary>The known answers published with Random123 1.14 (kat_vectors, philox4x32 10).</summary>
    [Theory]
    [InlineData(0, 0, 0, 0, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(ulong.MaxValue, ulong.MaxValue, uint.MaxValue, uint.MaxValue, new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(0x85a308d3243f6a88, 0x0370734413198a2e, 0xa4093822, 0x299f31d0, new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void A_block_equals_the_published_answer(ulong low, ulong high, uint key0, uint key1, uint[] expected)
    {
        var words = new uint[4];
        Philox.Block(low, high, key0, key1, words);
        Assert.Equal(expected, words);
    }

    [Fact]
    public void Integers_are_uniform_over_a_range_that_is_no_power_of_two()
    {
        const int range = 7, draws = 70_000;
        var random = new Philox(1);
        var counts = new int[range];
        for (var i = 0; i < draws; i++) counts[random.NextInt32(range)]++;
        var chiSquare = counts.Sum(c => Math.Pow(c - draws / range, 2) / (draws / range));
        Assert.True(chiSquare < 22.5, $"chi-square {chiSquare} with 6 degrees of freedom exceeds its 0.999 quantile 22.5");
    }

    [Fact]
    public void Gaussians_have_the_moments_of_the_standard_normal()
    {
        var random = new Philox(3, stream: 9);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian()).ToArray();
        Expect.Near(0, draws.Average(), 0.016, "five standard errors of the mean, 1/sqrt(n)");
        Expect.Near(1, draws.Average(x => x * x), 0.023, "five standard errors of the variance, sqrt(2/n)");
        Expect.Near(3, draws.Average(x => x * x * x * x), 0.16, "five standard errors of the fourth moment, sqrt(96/n)");
    }

    [Fact]
    public void Streams_and_seeds_differ_and_repeat()
    {
        static ulong First(ulong seed, ulong stream) => new Philox(seed, stream).NextUInt64();
        Assert.Equal(First(5, 6), First(5, 6));
        Assert.Equal(4, new ulong[] { First(5, 6), First(5, 7), First(6, 6), First(6, 5) }.Distinct().Count());
    }

    [Fact]
    public void A_shuffle_keeps_the_items()
    {
        var items = Enumerable.Range(0, 100).ToArray();
        new Philox(2).Shuffle<int>(items);
        Assert.NotEqual(Enumerable.Range(0, 100), items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
    }
}
