using Quanta.Numerics.Statistics;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;

namespace Quanta.Scaling.Tests.Laws;

public sealed class TokenLawTests
{
    private const int Predictions = 4001, Columns = 7;
    private static readonly float[] Values = MadeLosses.Table(Predictions, Columns, seed: 5);
    private static readonly LossSummary Summary = Summarise(Values, Columns);

    /// <summary>The published definitions, by plain loops.</summary>
    [Fact]
    public void Monogenic_tokens_are_high_then_low()
    {
        var found = 0;
        for (var j = 1; j < Columns; j++)
        {
            var plain = Enumerable.Range(0, Predictions).Where(i => Row(i)[..j].All(loss => loss > 5f) && Row(i)[j..].All(loss => loss < 0.3f)).Select(i => (long)i).ToList();
            Assert.Equal(plain.Count, Summary.Kinds.MonogenicAt(j).Count);
            Assert.Equal(plain.Take(1000), Summary.Kinds.MonogenicAt(j).Indices);
            found += plain.Count;
        }
        Assert.True(found > 100, "the made table should have monogenic tokens");
        Assert.Equal(0, Summary.Kinds.MonogenicAt(0).Count);
    }

    [Fact]
    public void Low_losses_persist_as_often_as_plain_loops_count()
    {
        for (var j = 0; j < Columns; j++)
        {
            var learned = Enumerable.Range(0, Predictions).Where(i => Row(i)[j] < 0.3f && Row(i)[..j].All(loss => !(loss < 0.3f))).ToList();
            Assert.Equal(learned.Count, Summary.Kinds.LearnedAt(j));
            Expect.Near(learned.Count(i => Row(i)[j..].All(loss => loss < 0.3f)) / (double)learned.Count, Summary.Kinds.PersistenceAt(j), 1e-15, "counts are exact");
        }
        Assert.Equal(Enumerable.Range(0, Predictions).Count(i => Row(i).All(loss => loss >= 0.3f)), Summary.Kinds.NeverLearned);
    }

    [Fact]
    public void Polygenic_tokens_are_those_that_a_plain_fit_finds()
    {
        var x = Enumerable.Range(0, Columns).Select(i => Math.Log(MadeLosses.Models(Columns)[i].Parameters)).ToArray();
        var plain = new List<long>();
        for (var i = 0; i < Predictions; i++)
        {
            var y = Row(i).Select(loss => (double)loss).ToArray();
            var (meanX, meanY) = (x.Average(), y.Average());
            var slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
            var rest = x.Zip(y, (a, b) => Math.Pow(b - meanY - slope * (a - meanX), 2)).Sum();
            if (slope < -0.3 && 1 - rest / y.Sum(b => (b - meanY) * (b - meanY)) > 0.98) plain.Add(i);
        }
        Assert.True(plain.Count > 100, "the made table should have polygenic tokens");
        Assert.Equal(plain.Count, Summary.Slopes!.Polygenic.Count);
        Assert.Equal(plain.Take(1000), Summary.Slopes.Polygenic.Indices);
        Assert.Equal(Predictions, Summary.Slopes.SlopeCounts.Sum());
    }

    /// <summary>The six tokens of figures 4 and 12, as recovered from the published pictures (bits).</summary>
    [Theory]
    [InlineData(4, false, 11.616, 12.540, 12.500, 11.297, 0.422, 0.223, 0.056)]
    [InlineData(6, false, 9.524, 8.228, 7.774, 8.951, 8.703, 8.513, 0.117)]
    [InlineData(3, false, 10.547, 9.842, 9.873, 0.221, 0.072, 0.034, 0.211)]
    [InlineData(0, true, 9.134, 7.681, 5.683, 4.366, 4.116, 3.219, 1.680)]
    [InlineData(0, true, 6.744, 5.545, 4.527, 3.648, 3.243, 2.774, 1.354)]
    [InlineData(0, true, 9.252, 7.311, 6.309, 5.248, 5.180, 4.363, 3.965)]
    public void Published_tokens_are_of_the_published_kind(int monogenicAt, bool isPolygenic, params double[] bits)
    {
        double[] sizes = [18915328, 85056000, 302311424, 805736448, 1208602624, 2517652480, 6444163072];
        var columns = sizes.Select((size, i) => LossColumn.Parse($"m{i}", size)).ToList();
        var summary = Summarise([.. bits.Select(loss => (float)(loss / LossSummary.BitsPerNat))], columns);
        Assert.Equal(monogenicAt > 0 ? 1 : 0, summary.Kinds.MonogenicAt(Math.Max(monogenicAt, 1)).Count);
        Assert.Equal(isPolygenic ? 1 : 0, summary.Slopes!.Polygenic.Count);
    }

    [Fact]
    public void Published_slopes_come_out()
    {
        double[] sizes = [18915328, 85056000, 302311424, 805736448, 1208602624, 2517652480, 6444163072];
        double[] bits = [9.134, 7.681, 5.683, 4.366, 4.116, 3.219, 1.680];
        var law = StraightLine.Fit([.. sizes.Select(size => Math.Log(size))], [.. bits.Select(loss => loss / LossSummary.BitsPerNat)]);
        Expect.Near(-0.888, law.Slope, 5e-4, "published to three digits");
        Expect.Near(0.995, law.RSquared, 5e-4, "published to three digits");
    }

    [Fact]
    public void A_law_of_one_size_is_refused() => Assert.Throws<ArgumentException>(() => new TokenSlopes([2.0, 2.0], new TokenThresholds()));

    [Fact]
    public void Scales_take_the_last_checkpoint_of_each_size_and_leave_out_step_0()
    {
        LossColumn[] columns =
        [
            LossColumn.Parse("b@step5", 200), LossColumn.Parse("b@step10", 200), LossColumn.Parse("a", 100), LossColumn.Parse("c@step3"),
            LossColumn.Parse("b@step0", 200), LossColumn.Parse("a@step7", 100),
        ];
        Assert.Equal([2, 1], LossScale.OverModels(columns).Columns);
        Assert.Equal([0, 1], LossScale.OverCheckpoints(columns, "b").Columns);
        Assert.Equal(["b"], LossScale.ModelsWithCheckpoints(columns));
    }

    private static LossSummary Summarise(float[] values, int columns) => Summarise(values, MadeLosses.Models(columns));

    private static LossSummary Summarise(float[] values, IReadOnlyList<LossColumn> columns) =>
        LossSummary.Compute(new MemoryLossTable(columns, values), LossScale.OverModels(columns), new TokenThresholds());

    private static float[] Row(int i) => Values[(i * Columns)..((i + 1) * Columns)];
}
