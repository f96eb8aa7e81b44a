using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;

namespace Quanta.Numerics.Tests.Elementwise;

public class LanesTests
{
    public static TheoryData<int> Lengths => new(Enumerable.Range(1, 25));

    [Theory, MemberData(nameof(Lengths))]
    public void A_copy_through_lanes_touches_the_span_and_nothing_else(int length)
    {
        var source = Enumerable.Range(1, length).Select(i => (float)i).ToArray();
        var memory = Enumerable.Repeat(float.NaN, length + 16).ToArray();
        var destination = memory.AsSpan(8, length);
        var i = 0;
        for (; i <= length - Lanes.Count; i += Lanes.Count) Lanes.Store(Lanes.Load(source, i), destination, i);
        if (i < length) Lanes.StoreTail(Lanes.LoadTail(source, i), destination, i);
        Assert.Equal(source, destination.ToArray());
        Assert.All(memory[..8].Concat(memory[(8 + length)..]), value => Assert.True(float.IsNaN(value)));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Keep_clears_the_lanes_beyond_the_count(int count)
    {
        var kept = Lanes.Keep(Vector256.Create(2f), count);
        for (var lane = 0; lane < Lanes.Count; lane++) Assert.Equal(lane < count ? 2 : 0, kept[lane]);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void A_lane_sum_is_exact_where_float64_is(int length)
    {
        var values = Enumerable.Range(0, length).Select(i => (1 << 20) + 0.125f * i).ToArray();
        var (sum, i) = (default(LaneSum), 0);
        for (; i <= length - Lanes.Count; i += Lanes.Count) sum.Add(Lanes.Load(values, i));
        if (i < length) sum.Add(Lanes.LoadTail(values, i));
        Assert.Equal(values.Sum(value => (double)value), sum.Total);
    }
}
