using Quanta.Numerics.Random;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;

namespace Quanta.Scaling.Tests.Losses;

/// <summary>The vector kernels against plain loops: every number of columns and rows that ends lanes, buffers or blocks in another place.</summary>
public sealed class LossScanGridTests
{
    // At, beside and far from thresholds and bin edges; rounding makes small losses negative; 3e4 nats is beyond every bin.
    private static readonly float[] Special =
        [0, -0f, -1e-6f, -1e-3f, float.Epsilon, 1e-38f, 0.3f, float.BitDecrement(0.3f), 5, float.BitIncrement(5), 20.79f, 20.8f, 3e4f];

    private static readonly TokenThresholds Thresholds = new() { MostListed = 20 };

    public static TheoryData<int> Columns => [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory, MemberData(nameof(Columns))]
    public void Every_shape_comes_out_as_plain_loops_count(int columns)
    {
        foreach (var rows in (int[])[1, 2, 7, 8, 9, 15, 16, 17, 511, 512, 513, 519, 520, 521, 1033])
        {
            var values = Values(rows, columns);
            Check(values, columns, new LossScanOptions());
            Check(values, columns, new LossScanOptions { BlockValues = 100 * columns + 1, Threads = 3 });
        }
    }

    [Theory]
    [InlineData(1, 1, 0, float.NaN)]
    [InlineData(3, 8, 7, float.PositiveInfinity)]
    [InlineData(7, 1033, 1032, float.NegativeInfinity)]
    [InlineData(9, 513, 512, float.NaN)]
    public void A_loss_that_is_not_finite_is_found_wherever_it_stands(int columns, int rows, int row, float bad)
    {
        for (var column = 0; column < columns; column++)
        {
            var values = Values(rows, columns);
            values[row * columns + column] = bad;
            var problem = Assert.Throws<InvalidDataException>(() => Summarise(values, columns, new LossScanOptions { BlockValues = 1000 }));
            Assert.Contains($"prediction {row} under m{column} is {bad}", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_several_bad_losses_the_first_is_named_whatever_the_threads()
    {
        const int columns = 3;
        for (var repeat = 0; repeat < 20; repeat++)
        {
            var values = Values(4000, columns);
            foreach (var row in (int[])[411, 412, 420, 1999]) values[row * columns + 1] = float.NaN;
            var problem = Assert.Throws<InvalidDataException>(() => Summarise(values, columns, new LossScanOptions { BlockValues = 31, Threads = 4 }));
            Assert.Contains("prediction 411 under m1", problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Opposite_infinities_do_not_hide_one_another()
    {
        var values = Values(64, 2);
        (values[20], values[60]) = (float.PositiveInfinity, float.NegativeInfinity);
        Assert.Contains("prediction 10 under m0", Assert.Throws<InvalidDataException>(() => Summarise(values, 2, new LossScanOptions())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_stops_between_blocks()
    {
        using var source = new CancellationTokenSource();
        var progress = new CancelAfterHalf(source);
        var table = new MemoryLossTable(MadeLosses.Models(2), Values(5000, 2));
        Assert.ThrowsAny<OperationCanceledException>(() =>
            LossScan.Run(table, [new MeanLosses(2)], new LossScanOptions { BlockValues = 100 }, progress, source.Token));
        Assert.InRange(progress.Last, 0.5, 0.51);
    }

    [Fact]
    public void Counts_survive_the_emptying_of_small_tables()
    {
        var counts = new BinCounts(3);
        for (var repeat = 0; repeat < 5; repeat++)
        {
            counts.Add([0, 2, 2, 2, 1]);
            Assert.Equal([repeat + 1, repeat + 1, 3 * (repeat + 1)], counts.Counts.ToArray());
        }
    }

    private static void Check(float[] values, int columns, LossScanOptions options)
    {
        var fast = Summarise(values, columns, options);
        var plain = new PlainSummary(values, columns, columns > 1 ? fast.Scale.Logarithms : null, Thresholds);
        var rows = values.Length / columns;
        for (var column = 0; column < columns; column++)
        {
            Expect.Near(plain.Sums[column] / rows, fast.Means.Nats[column], 1e-12 * Math.Max(1, plain.Sums[column] / rows),
                "the same values in another order of float64 sums");
            Assert.Equal(plain.Histogram[column][1..^1],
                fast.Histogram.Counts(column, LossHistogram.BinsPerBit * LossHistogram.GreatestBits, LossHistogram.GreatestBits));
            Assert.Equal((plain.Histogram[column][0], plain.Histogram[column][^1]), (fast.Histogram.CountBelow(column), fast.Histogram.CountAbove(column)));
            Assert.Equal(plain.LearnedAt[column], fast.Kinds.LearnedAt(column));
            Assert.Equal((double)plain.PersistingAt[column] / plain.LearnedAt[column], fast.Kinds.PersistenceAt(column));
            Assert.Equal(plain.Monogenic[column].Count, fast.Kinds.MonogenicAt(column).Count);
            Assert.Equal(plain.Monogenic[column].Take(Thresholds.MostListed), fast.Kinds.MonogenicAt(column).Indices);
        }
        Assert.Equal(plain.LearnedAt[^1], fast.Kinds.NeverLearned);
        if (fast.Slopes is null) return;
        Assert.Equal(plain.Slopes, fast.Slopes.SlopeCounts);
        Assert.Equal(plain.Polygenic.Count, fast.Slopes.Polygenic.Count);
        Assert.Equal(plain.Polygenic.Take(Thresholds.MostListed), fast.Slopes.Polygenic.Indices);
    }

    private static LossSummary Summarise(float[] values, int columns, LossScanOptions options)
    {
        var table = new MemoryLossTable(MadeLosses.Models(columns), values);
        return LossSummary.Compute(table, LossScale.OverModels(table.Columns), Thresholds, options);
    }

    private static float[] Values(int rows, int columns)
    {
        var (values, random) = (MadeLosses.Table(rows, columns, seed: (ulong)(rows * 10 + columns)), new Philox(1));
        for (var i = 0; i < values.Length; i++)
            if (random.NextInt32(5) == 0) values[i] = Special[random.NextInt32(Special.Length)];
        return values;
    }

    private sealed class CancelAfterHalf(CancellationTokenSource source) : IProgress<double>
    {
        public double Last { get; private set; }

        public void Report(double value)
        {
            Last = value;
            if (value >= 0.5) source.Cancel();
        }
    }
}
