using Quanta.Scaling.Emergence;
using Quanta.Scaling.Tables;

namespace Quanta.Scaling.Tests.Emergence;

public sealed class CurveTests
{
    private const string Rounding = "double arithmetic";

    [Fact]
    public void Big_benchs_heuristics_of_a_line_are_the_number_of_steps()
    {
        var shape = BigBenchShape.Of(Curve(0.1, 0.2, 0.3, 0.4, 0.5));
        Expect.Near(0.4, shape.Improvement, 1e-12, Rounding);
        Expect.Near(4, shape.Linearity, 1e-9, Rounding);
        Expect.Near(4, shape.Breakthroughness, 1e-9, Rounding);
    }

    [Fact]
    public void A_single_step_is_a_breakthrough_and_not_linear()
    {
        var shape = BigBenchShape.Of(Curve(0.1, 0.11, 0.1, 0.11, 0.9));
        Expect.Near(0.8 / Math.Sqrt((3 * 0.0001 + 0.79 * 0.79) / 4), shape.Linearity, 1e-9, "the definition by hand");
        Expect.Near(80, shape.Breakthroughness, 1e-6, "the definition by hand: the median step is 0.01");
        Assert.Equal(double.PositiveInfinity, BigBenchShape.Of(Curve(0, 0, 0, 0, 1)).Breakthroughness);
    }

    [Fact]
    public void Declines_are_negative_flat_curves_zero_and_points_nothing()
    {
        Assert.True(BigBenchShape.Of(Curve(0.9, 0.5, 0.1)).Linearity < 0);
        Assert.Equal(new BigBenchShape(0, 0, 0), BigBenchShape.Of(Curve(0.4, 0.4, 0.4)));
        Assert.True(double.IsNaN(BigBenchShape.Of(Curve(0.4)).Linearity));
    }

    [Fact]
    public void The_pattern_is_the_pseudocode_to_the_letter()
    {
        var pattern = new EmergencePattern(100, 0.3);
        Assert.Equal([0, 0.3, 101], new[] { 99.0, 100, 101 }.Select(pattern.At));
        Assert.Equal(EmergenceVerdict.Emergent, EmergenceDetector.Detect(pattern.Over([1, 3, 10, 30, 60, 100, 130, 160]), new DetectorOptions { SmoothGaps = 0, SmoothDecades = 3, Best = 160 }).Verdict);
    }

    [Fact]
    public void Items_are_told_from_exact_shares()
    {
        Assert.Equal(311, ItemCount.Infer([67 / 311.0, 94 / 311.0, 100 / 311.0]));
        Assert.True(double.IsNaN(ItemCount.Infer([0.5, 0.25])));
        Assert.True(double.IsNaN(ItemCount.Infer([1 / Math.PI, 1 / Math.E, 1 / Math.Sqrt(2)])));
    }

    [Fact]
    public void Long_tables_give_a_curve_a_task_with_sizes_from_names()
    {
        var table = TextTableFile.Parse("task,model,metric,value\na,pythia-1b,acc,0.5\na,pythia-70m-deduped,acc,0.25\nb,pythia-70m,acc,0.1\na,pythia-1b,ppl,7\nab,pythia-1b,acc,\n", "t.csv");
        var options = new CurveTableOptions { Scale = "model", Score = "value", Where = [new("metric", "acc")] };
        var curves = CurveTable.Curves(table, options);
        Assert.Equal(["a", "b"], curves.Select(curve => curve.Task));
        Assert.Equal([70e6, 1e9], curves[0].Points.Select(point => point.Scale));
        Assert.Equal("a / acc", CurveTable.Curves(table, options with { Task = ["task", "metric"], Tasks = ["a / *"] })[0].Task);
        Assert.Contains("none of its 5 rows", Assert.Throws<InvalidDataException>(() => CurveTable.Curves(table, options with { Tasks = ["z*"] })).Message);
        Assert.Equal([0.5], CurveTable.Curves(TextTableFile.Parse("task,scale,score\na,0,0.1\na,7,0.5\n", "t.csv"), new CurveTableOptions())[0].Points.Select(point => point.Score));
        Assert.Contains("must have a scale", Assert.Throws<InvalidDataException>(() => CurveTable.Curves(table, options with { Scale = "metric" })).Message);
    }

    [Fact]
    public void Messages_name_the_row_among_those_that_count_and_nameless_tasks_are_refused()
    {
        var table = TextTableFile.Parse("task,scale,score,metric\na,1e6,0.1,acc\na,1e7,0.2,ppl\na,x,0.3,ppl\n,1e8,0.4,f1\n", "t.csv");
        string Message(string metric) =>
            Assert.Throws<InvalidDataException>(() => CurveTable.Curves(table, new CurveTableOptions { Where = [new("metric", metric)] })).Message;
        Assert.StartsWith("Row 2 of the 2 rows that count in t.csv must have a scale", Message("ppl"), StringComparison.Ordinal);
        Assert.Contains("must name a task in column 'task'", Message("f1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0.5, double.NaN)]
    [InlineData(1, double.NaN, double.NaN)]
    [InlineData(1, 43, 100)]
    [InlineData(1, 0.5, 0)]
    public void Impossible_points_are_refused(double scale, double score, double items) =>
        Assert.Contains("Task 't' must have", Assert.Throws<InvalidDataException>(() => new ScaleCurve("t", [new ScalePoint(scale, score, items)])).Message);

    private static ScaleCurve Curve(params double[] scores) => new("t", scores.Select((score, i) => new ScalePoint(Math.Pow(10, i), score)));
}
