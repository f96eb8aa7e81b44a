using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Random;

public class StreamPurposeTests
{
    [Fact]
    public void Purposes_that_share_a_seed_share_no_stream()
    {
        long[] indices = [0, 1, 2, 29, 1000, (1L << 48) - 1];
        var streams = Enum.GetValues<StreamPurpose>().SelectMany(purpose => indices.Select(index => purpose.Stream(index))).ToList();
        Assert.Equal(streams.Count, streams.Distinct().Count());
        Assert.True(streams.Min() >= 1UL << 48 && streams.Max() < 1UL << 56, "below are streams numbered from 0, above those of the parity laboratory");
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamPurpose.KMeansStart.Stream(1L << 48));
        Assert.Throws<ArgumentOutOfRangeException>(() => StreamPurpose.KMeansStart.Stream(-1));
    }

    [Fact]
    public void The_starts_of_k_means_do_not_draw_what_the_parts_of_its_stability_draw()
    {
        for (var index = 0; index < 30; index++)
            Assert.NotEqual(new Philox(7, StreamPurpose.KMeansStart.Stream(index)).NextUInt64(), new Philox(7, StreamPurpose.StabilityPart.Stream(index)).NextUInt64());
    }
}
