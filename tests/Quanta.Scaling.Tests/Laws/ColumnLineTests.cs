using Quanta.Numerics.Random;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;

namespace Quanta.Scaling.Tests.Laws;

/// <summary>Checkpoints that are one and the same, or out of line.</summary>
public sealed class ColumnLineTests
{
    /// <summary>The rule's false alarms: series of a law with a floor and with noise of its own in every checkpoint, of which none is wrong.</summary>
    [Theory]
    [InlineData(5, 0.002)]
    [InlineData(5, 0.01)]
    [InlineData(12, 0.01)]
    [InlineData(30, 0.03)]
    [InlineData(143, 0.01)]
    public void Fewer_than_one_good_series_in_a_hundred_raises_an_alarm(int columns, double noise)
    {
        const int series = 1000;
        var random = new Philox(11);
        var alarms = 0;
        for (var repeat = 0; repeat < series; repeat++)
        {
            var (x, y) = Law(columns, noise, random);
            if (ColumnLine.Find(x, y, new bool[columns], 0).Length > 0) alarms++;
        }
        Assert.True(alarms <= series / 100, $"{alarms} of {series} series of {columns} columns with noise {noise} raised an alarm");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(30)]
    public void A_checkpoint_with_the_weights_of_another_is_found_and_no_other(int columns)
    {
        const int series = 300;
        var random = new Philox(12);
        var found = 0;
        for (var repeat = 0; repeat < series; repeat++)
        {
            var (x, y) = Law(columns, 0.005, random);
            var wrong = 1 + random.NextInt32(columns - 3);
            y[wrong] = Math.Min(y[wrong + 1], y[wrong + 2]) - 0.3;
            if (ColumnLine.Find(x, y, new bool[columns], 0).SequenceEqual([wrong])) found++;
        }
        Assert.True(found >= 0.99 * series, $"{found} of {series} were found alone");
    }

    [Fact]
    public void A_sharp_bend_is_in_line() =>
        Assert.Empty(ColumnLine.Find([0, 1, 2, 3, 4, 5, 6, 7, 8], [2.3, 2.3, 2.3, 2.29, 1.2, 1.1, 1.05, 1.02, 1.01], new bool[9], 0));

    [Fact]
    public void Equal_columns_are_told_and_count_as_one_point_the_one_in_line()
    {
        const int predictions = 70_001;
        string[] names = ["m@step1", "m@step2", "m@step64", "m@step256", "m@step1024"];
        var levels = new[] { 8.3, 8.3, 4.2, 5.1, 4.2 };
        var random = new Philox(13);
        var values = new float[predictions * names.Length];
        for (var i = 0; i < predictions; i++)
        {
            var token = (float)random.NextDouble();
            for (var column = 0; column < names.Length; column++) values[i * names.Length + column] = (float)levels[column] * (0.5f + token);
        }
        var table = new MemoryLossTable([.. names.Select(name => LossColumn.Parse(name))], values);
        var summary = LossSummary.Compute(table, LossScale.OverCheckpoints(table.Columns, "m"), new TokenThresholds());
        Assert.Equal([0, 0, 4, 3, 4], summary.Line.Repeats);
        Assert.Equal([2], summary.Line.OutOfLine);
        Assert.Equal(3, summary.FitMeans().Points);
        values[^1] += 1e-3f; // one loss of step 1024: no repetition any more
        summary = LossSummary.Compute(table, LossScale.OverCheckpoints(table.Columns, "m"), new TokenThresholds());
        Assert.Equal([0, 0, 2, 3, 4], summary.Line.Repeats);
    }

    private static (double[] X, double[] Y) Law(int columns, double noise, Philox random)
    {
        var (slope, floor) = (0.05 + 0.3 * random.NextDouble(), 1.5 * random.NextDouble());
        var x = Enumerable.Range(0, columns).Select(i => 10.0 * i / (columns - 1)).ToArray();
        return (x, Array.ConvertAll(x, at => Math.Log(floor + 6 * Math.Exp(-slope * at)) + noise * random.NextGaussian()));
    }
}
