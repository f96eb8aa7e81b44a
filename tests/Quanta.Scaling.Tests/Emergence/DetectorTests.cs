using Quanta.Scaling.Emergence;

namespace Quanta.Scaling.Tests.Emergence;

public sealed class DetectorTests
{
    // The modified-arithmetic scores of GPT-3 that LLM_Emergence tabulates from BIG-bench: billions of parameters and per cent right.
    private static readonly (double Billions, double Percent)[] Gpt3 = [(0.125, 0.5), (0.35, 0.4), (0.76, 0.4), (1.3, 0.2), (2.7, 0.6), (6.7, 1.4), (13, 7.1), (175, 32.7)];

    private static readonly DetectorOptions Options = new() { Chance = 0.25 };

    [Theory]
    [InlineData(EmergenceVerdict.Emergent, 0.25, 0.26, 0.25, 0.24, 0.26, 0.6, 0.61, 0.6)]
    [InlineData(EmergenceVerdict.Abrupt, 0.45, 0.46, 0.45, 0.44, 0.46, 0.8, 0.81, 0.8)]
    [InlineData(EmergenceVerdict.Gradual, 0.25, 0.3, 0.36, 0.41, 0.45, 0.51, 0.55, 0.6)]
    [InlineData(EmergenceVerdict.NoChange, 0.25, 0.26, 0.25, 0.24, 0.26, 0.25, 0.26, 0.25)]
    [InlineData(EmergenceVerdict.Saturated, 0.99, 0.985, 0.99, 0.992, 0.99, 0.987, 0.99, 0.991)]
    [InlineData(EmergenceVerdict.Declining, 0.6, 0.55, 0.51, 0.45, 0.41, 0.36, 0.3, 0.25)]
    [InlineData(EmergenceVerdict.TooFewData, 0.2, 0.3, 0.8, 0.9)]
    public void Plain_cases_get_their_verdicts(EmergenceVerdict verdict, params double[] scores) =>
        Assert.Equal(verdict, EmergenceDetector.Detect(Curve(1000, scores), Options).Verdict);

    [Fact]
    public void Percentages_are_refused_and_a_companions_unit_is_its_own()
    {
        var percent = new ScaleCurve("t", Enumerable.Range(0, 8).Select(i => new ScalePoint(Scale(i), 25 + i)));
        var problem = Assert.Throws<InvalidDataException>(() => EmergenceDetector.Detect(percent, Options));
        Assert.Contains("Are these percentages?", problem.Message, StringComparison.Ordinal);
        Assert.Equal(EmergenceVerdict.Gradual, MirageCheck.Judge(percent, Options).Verdict);
    }

    [Fact]
    public void A_jumps_height_and_place_are_found()
    {
        var finding = EmergenceDetector.Detect(Curve(1000, 0.25, 0.26, 0.25, 0.24, 0.26, 0.6, 0.61, 0.6), Options);
        Expect.Near(0.35, finding.Jump, 0.03, "two standard errors of the difference of two means");
        Assert.InRange(finding.JumpAt, Scale(4), Scale(5));
    }

    [Fact]
    public void A_sharp_score_with_a_smooth_companion_is_its_metrics_doing()
    {
        double[] q = [0.30, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90, 0.99];
        var sharp = EmergenceDetector.Detect(Curve(2000, 0.001, 0.001, 0.001, 0.002, 0.001, 0.55, 0.57, 0.58), Options with { Chance = 0 });
        Assert.Equal(EmergenceVerdict.Emergent, sharp.Verdict);
        var companion = MirageCheck.Judge(new ScaleCurve("t", q.Select((value, i) => new ScalePoint(Scale(i), Math.Log(value)))), Options);
        Assert.Equal(EmergenceVerdict.Gradual, companion.Verdict);
        Assert.Equal(EmergenceVerdict.UnderItsMetricOnly, MirageCheck.Apply(sharp, companion).Verdict);
        Assert.Equal(EmergenceVerdict.Emergent, MirageCheck.Apply(sharp, sharp).Verdict);
    }

    [Fact]
    public void The_root_of_an_exact_match_is_its_share_of_right_tokens()
    {
        var curve = MirageCheck.PerToken(Curve(100, 0.25, 0.04, 0), 2);
        Assert.Equal([0.5, 0.2, 0], curve.Points.Select(point => point.Score));
        Assert.Throws<ArgumentOutOfRangeException>(() => MirageCheck.PerToken(curve, 0));
    }

    [Fact]
    public void GPT3s_modified_arithmetic_is_emergent_as_the_source_says()
    {
        var curve = new ScaleCurve("modified arithmetic", Gpt3.Select(row => new ScalePoint(row.Billions * 1e9, row.Percent / 100, 1000)));
        var finding = EmergenceDetector.Detect(curve, new DetectorOptions { Chance = 0 });
        Assert.Equal(EmergenceVerdict.Emergent, finding.Verdict);
        Assert.True(finding.Shape.Breakthroughness > 20 && finding.Shape.Linearity < 4);
    }

    [Fact]
    public void The_same_curve_and_seed_give_the_same_bits()
    {
        var curve = Curve(200, 0.2, 0.22, 0.3, 0.28, 0.4, 0.38, 0.5, 0.6);
        Assert.Equal(EmergenceDetector.Detect(curve, Options).JumpP, EmergenceDetector.Detect(curve, Options).JumpP);
        var one = DetectorTrials.Run(TrialTruth.Step(0.25, 0.2), 8, 2.25, 300, 50, Options with { Simulations = 99 }, threads: 1);
        Assert.Equal(one, DetectorTrials.Run(TrialTruth.Step(0.25, 0.2), 8, 2.25, 300, 50, Options with { Simulations = 99 }, threads: 2));
    }

    [Fact]
    public void Without_items_the_noise_is_estimated_and_verdicts_hold_in_any_unit()
    {
        double[] scores = [1, 1.02, 0.99, 1.01, 1, 2.01, 1.98, 2, 2.02];
        var curve = new ScaleCurve("t", scores.Select((score, i) => new ScalePoint(Scale(i), 100 * score)));
        Assert.Equal(EmergenceVerdict.Emergent, EmergenceDetector.Detect(curve, new DetectorOptions { LeastEffect = 10, Best = double.PositiveInfinity }).Verdict);
    }

    // The committed table of benchmarks/emergence has 1,000 curves a row; these few keep it honest at every build.
    [Theory]
    [InlineData(8, 0.25, 0.5)]
    [InlineData(12, 0.05, 0.95)]
    public void Lines_in_the_logarithm_are_rarely_called_jumps(int scales, double from, double to)
    {
        var trials = DetectorTrials.Run(TrialTruth.Line(from, to), scales, 2.25, 1000, 200, new DetectorOptions { Simulations = 199, Chance = from });
        Assert.True(trials.Rate <= 0.095, $"a rate of 0.05 exceeds 0.095 in 200 curves once in 300 times, but {trials.Rate} was found");
    }

    [Fact]
    public void Jumps_of_three_tenths_with_a_thousand_items_are_seen()
    {
        var trials = DetectorTrials.Run(TrialTruth.Step(0.25, 0.3), 8, 2.25, 1000, 200, new DetectorOptions { Simulations = 199, Chance = 0.25 });
        Assert.True(trials.Rate >= 0.9, $"the promised power is 0.9, but {trials.Rate} was found");
    }

    private static double Scale(int i) => 70e6 * Math.Pow(2.1, i);

    private static ScaleCurve Curve(int items, params double[] scores) => new("t", scores.Select((score, i) => new ScalePoint(Scale(i), score, items)));
}
