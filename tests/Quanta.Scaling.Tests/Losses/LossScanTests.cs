using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;
using Quanta.Scaling.Prediction;

namespace Quanta.Scaling.Tests.Losses;

public sealed class LossScanTests
{
    private const int Predictions = 5003, Columns = 7;
    private static readonly float[] Values = MadeLosses.Table(Predictions, Columns, seed: 3);

    // The odd numbers end blocks in the middle of eight lanes.
    private static readonly LossScanOptions Small = new() { BlockValues = 611 };

    [Fact]
    public void Means_are_those_of_a_plain_sum_in_float64()
    {
        var means = Summarise().Means;
        Assert.Equal(Predictions, means.Predictions);
        for (var column = 0; column < Columns; column++)
            Expect.Near(Column(column).Average(loss => (double)loss), means.Nats[column], 1e-13, "the same values in another order of float64 sums");
    }

    [Fact]
    public void Histograms_count_as_plain_division_does()
    {
        var histogram = Summarise().Histogram;
        for (var column = 0; column < Columns; column++)
        {
            var counts = histogram.Counts(column, 1000, 18);
            var plain = new long[1000];
            foreach (var loss in Column(column))
                if (loss * LossSummary.BitsPerNat < 18) plain[(int)(loss * LossSummary.BitsPerNat / 0.018)]++;
            Assert.Equal(plain.Sum(), counts.Sum());
            Assert.True(plain.Zip(counts).Sum(pair => Math.Abs(pair.First - pair.Second)) <= 6,
                "a loss may lie on the other side of an edge by float32 rounding: about one in a thousand narrow bins");
            Expect.Near(1, histogram.Density(column, 1000, 18).Sum() * 0.018, 1e-12, "a density integrates to 1");
            Expect.Near(Column(column).Count(loss => loss < 0.1) / (double)Predictions, histogram.ShareBelow(column, 0.1 * LossSummary.BitsPerNat), 2e-3,
                "the threshold is rounded to a narrow bin");
        }
    }

    [Fact]
    public void Bins_of_another_width_are_refused() => Assert.Throws<ArgumentException>(() => Summarise().Histogram.Counts(0, 1001, 18));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Threads_change_no_bit(int threads)
    {
        var (one, several) = (Summarise(), Summarise(Small with { Threads = threads }));
        Assert.Equal(one.Means.Nats, several.Means.Nats);
        Assert.Equal(one.Histogram.Counts(2, 3000, 30), several.Histogram.Counts(2, 3000, 30));
        Assert.Equal(one.Kinds.MonogenicAt(3).Indices, several.Kinds.MonogenicAt(3).Indices);
        Assert.Equal(one.Slopes!.SlopeCounts, several.Slopes!.SlopeCounts);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_named()
    {
        var values = (float[])Values.Clone();
        values[1234 * Columns + 5] = float.NaN;
        var problem = Assert.Throws<InvalidDataException>(() => Summarise(Small, values));
        Assert.Contains("prediction 1234 under m5 is NaN", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_probabilities_are_asked_about()
    {
        var problem = Assert.Throws<InvalidDataException>(() => Summarise(Small, [.. Values.Select(loss => -loss)]));
        Assert.Contains("Losses are never negative, but that of prediction 0 under m0 is -", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Are these log-probabilities?", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_negative_loss_among_good_ones_is_found_and_rounding_is_not()
    {
        var values = (float[])Values.Clone();
        values[1234 * Columns + 5] = -1e-4f;
        Assert.Equal(0, Summarise(Small, values).Histogram.CountBelow(5));
        values[1234 * Columns + 5] = -0.01f;
        var problem = Assert.Throws<InvalidDataException>(() => Summarise(Small, values));
        Assert.Contains("1 of the 5,003 under m5 are", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN, "must be finite")]
    [InlineData(float.PositiveInfinity, "must be finite")]
    [InlineData(-0.01f, "never negative")]
    public void A_panel_names_what_is_no_loss(float bad, string because)
    {
        var values = (float[])Values.Clone();
        values[1234 * Columns + 5] = bad;
        var table = new MemoryLossTable(MadeLosses.Models(Columns), values);
        var problem = Assert.Throws<InvalidDataException>(() => LossPanel.Read(table, LossScale.OverModels(table.Columns), [7, 1234, 1235]));
        Assert.Contains(because, problem.Message, StringComparison.Ordinal);
        Assert.Contains("prediction 1234 under m5", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>The story of the published means: float32 sums of 10^7 losses are half a percent low, and those of 10^8 saturate; in float64 both
    /// agree.</summary>
    [Fact]
    public void A_mean_of_a_hundred_million_losses_does_not_saturate_as_a_float32_sum_does()
    {
        const int repeats = 100, million = 1_000_000;
        var random = new Quanta.Numerics.Random.Philox(8);
        var block = new float[million];
        for (var i = 0; i < block.Length; i++) block[i] = (float)(-2.9 * Math.Log(1 - random.NextDouble()));
        var truth = block.Average(loss => (double)loss);
        var (naive, naiveTenth) = (0f, 0f);
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            foreach (var loss in block) naive += loss;
            if (repeat == repeats / 10 - 1) naiveTenth = naive / (million * (repeats / 10));
        }
        naive /= million * (float)repeats;
        Assert.True(Math.Abs(naiveTenth / truth - 1) < 0.02, $"ten million in float32: {naiveTenth} for {truth}");
        Assert.True(naive < 0.97 * truth, $"a hundred million in float32 should have saturated, but the mean is {naive} for {truth}");
        foreach (var count in (long[])[10L * million, (long)repeats * million])
        {
            var means = new MeanLosses(1);
            LossScan.Run(new RepeatedLosses(block, count), [means], new LossScanOptions { Threads = 2 });
            Expect.Near(truth, means.Nats[0], 1e-11, "float64 sums of 10^8 values err by at most 10^8 half units in the last place, and far less in lanes");
        }
    }

    [Fact]
    public void Columns_without_losses_are_found()
    {
        var values = (float[])Values.Clone();
        for (var i = 0; i < Predictions; i++) values[i * Columns + 4] = 0;
        Assert.Equal([4], MissingColumns.Find(new MemoryLossTable(MadeLosses.Models(Columns), values)));
    }

    private static LossSummary Summarise(LossScanOptions? options = null, float[]? values = null)
    {
        var table = new MemoryLossTable(MadeLosses.Models(Columns), values ?? Values);
        return LossSummary.Compute(table, LossScale.OverModels(table.Columns), new TokenThresholds(), options ?? Small);
    }

    private static IEnumerable<float> Column(int column) => Enumerable.Range(0, Predictions).Select(i => Values[i * Columns + column]);
}
