using Quanta.Numerics.Random;
using Quanta.Numerics.Sketches;

namespace Quanta.Numerics.Tests.Sketches;

public class SegmentAllocationTests
{
    [Fact]
    public void Equal_shares_get_equal_segments() => Assert.Equal(Enumerable.Repeat(64, 16), SegmentAllocation.Of(Enumerable.Repeat(3.0, 16).ToArray(), 1024));

    [Fact]
    public void Segments_follow_shares() => Assert.Equal([512, 256, 128, 128], SegmentAllocation.Of([4, 2, 1, 1], 1024));

    [Fact]
    public void A_share_of_nothing_gets_the_least() => Assert.Equal([SegmentAllocation.Least, 512], SegmentAllocation.Of([0, 1], 1024));

    [Fact]
    public void Any_shares_fit_and_beat_equal_segments()
    {
        var random = new Philox(4);
        for (var round = 0; round < 200; round++)
        {
            var shares = Enumerable.Range(0, 1 + random.NextInt32(20)).Select(_ => Math.Exp(2 * random.NextGaussian())).ToArray();
            var segments = SegmentAllocation.Of(shares, 4096);
            Assert.All(segments, m => Assert.True(int.IsPow2(m)));
            Assert.InRange(segments.Sum(), 1, 4096);
            var equal = Enumerable.Repeat((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(4096 / shares.Length + 1)) / 2, shares.Length).ToArray();
            Assert.True(SegmentAllocation.Variance(shares, segments) <= SegmentAllocation.Variance(shares, equal));
            Assert.True(SegmentAllocation.Variance(shares, segments) >= 1.0 / 4096, "1 / m is the least for any division");
        }
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SegmentAllocation.Of([1, 1, 1], 5));
        Assert.Throws<ArgumentException>(() => SegmentAllocation.Of([1, -1], 8));
        Assert.Throws<ArgumentException>(() => SegmentAllocation.Of([1, double.NaN], 8));
    }
}
