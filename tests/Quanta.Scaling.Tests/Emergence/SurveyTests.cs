using Quanta.Numerics.Random;
using Quanta.Scaling.Emergence;

namespace Quanta.Scaling.Tests.Emergence;

public sealed class SurveyTests
{
    private const int Items = 1000;
    private static readonly DetectorOptions Options = new() { Chance = 0.25, Simulations = 199 };
    private static readonly double[] Jump = [0.25, 0.26, 0.25, 0.24, 0.26, 0.6, 0.61, 0.6], Rise = [0.25, 0.3, 0.36, 0.41, 0.45, 0.51, 0.55, 0.6];

    [Fact]
    public void Without_a_correction_each_curve_is_judged_alone()
    {
        SurveyedCurve[] curves = [Curve("a", Jump), Curve("b", Rise), Curve("c", 0.2, 0.3)];
        var findings = EmergenceSurvey.Run(curves, threads: 2);
        Assert.Equal(curves.Select(curve => EmergenceDetector.Detect(curve.Curve, curve.Options)).Select(Numbers), findings.Select(Numbers));
        Assert.Equal([EmergenceVerdict.Emergent, EmergenceVerdict.Gradual, EmergenceVerdict.TooFewData], findings.Select(finding => finding.Verdict));
        Assert.Equal(findings[0].JumpP, findings[0].AdjustedJumpP);
    }

    [Theory]
    [InlineData(TestCorrection.Holm)]
    [InlineData(TestCorrection.BenjaminiHochberg)]
    public void A_lone_jump_among_many_curves_takes_enough_draws(TestCorrection correction)
    {
        SurveyedCurve[] curves = [Curve("jump", Jump), .. Enumerable.Range(0, 19).Select(i => Curve($"flat {i}", [.. Enumerable.Repeat(0.25, 8)]))];
        var fewest = EmergenceSurvey.FewestSimulations(curves.Length, Options.Level);
        Assert.Equal(399, fewest);
        EmergenceFinding First(int simulations) =>
            EmergenceSurvey.Run([.. curves.Select(curve => curve with { Options = Options with { Simulations = simulations } })], correction)[0];
        Assert.Equal(EmergenceVerdict.NoChange, First(fewest - 1).Verdict);
        var found = First(fewest);
        Assert.Equal(EmergenceVerdict.Emergent, found.Verdict);
        Expect.Near(20.0 / 400, found.AdjustedJumpP, 1e-15, "the least p-value there is, times the number of curves");
        Expect.Near(1.0 / 400, found.JumpP, 1e-15, "the plain p-value stays beside it");
    }

    [Fact]
    public void Only_curves_that_jump_ask_their_companions()
    {
        var smooth = new ScaleCurve("t", Enumerable.Range(0, 8).Select(i => new ScalePoint(Scale(i), -2 + 0.25 * i + 0.01 * (i % 2))));
        SurveyedCurve[] curves = [Curve("jump", Jump) with { Companion = smooth }, Curve("rise", Rise) with { Companion = smooth }, Curve("alone", Jump)];
        Assert.Equal(
            [EmergenceVerdict.UnderItsMetricOnly, EmergenceVerdict.Gradual, EmergenceVerdict.Emergent],
            EmergenceSurvey.Run(curves, TestCorrection.BenjaminiHochberg).Select(finding => finding.Verdict));
    }

    [Fact]
    public void False_jumps_among_many_curves_are_rare_and_true_ones_are_kept()
    {
        // The narrowest rise that counts as smooth is the hardest truth without a jump; a fifth of the curves do jump.
        var random = new Philox(11);
        TrialTruth smooth = TrialTruth.Rise(0.25, 0.75, 1 / 2.25), sharp = TrialTruth.Step(0.25, 0.3);
        SurveyedCurve[] curves = [.. Enumerable.Range(0, 100).Select(i => Curve($"{i}", Drawn(i % 5 == 0 ? sharp : smooth, random)))];
        var options = Options with { Simulations = 999 };
        var findings = EmergenceSurvey.Run([.. curves.Select(curve => curve with { Options = options })], TestCorrection.BenjaminiHochberg, threads: 2);
        var (right, wrong) = (findings.Where((_, i) => i % 5 == 0).Count(f => f.IsJump), findings.Where((_, i) => i % 5 != 0).Count(f => f.IsJump));
        Assert.True(right >= 18, $"the power of a single test is above 0.99, but {right} of 20 jumps were found");
        Assert.True(wrong <= 4, $"with a rate of 0.013 a curve five false jumps among 80 come once in 200 times, but there were {wrong}");
    }

    private static (EmergenceVerdict, double, double) Numbers(EmergenceFinding finding) => (finding.Verdict, finding.ChangeP, finding.JumpP);

    private static double[] Drawn(TrialTruth truth, Philox random) =>
    [
        .. Enumerable.Range(0, 8).Select(i => truth.At(i / 7.0)).Select(p => Enumerable.Range(0, Items).Count(_ => random.NextDouble() < p) / (double)Items),
    ];

    private static double Scale(int i) => 70e6 * Math.Pow(2.1, i);

    private static SurveyedCurve Curve(string task, params double[] scores) =>
        new(new ScaleCurve(task, scores.Select((score, i) => new ScalePoint(Scale(i), score, Items))), Options);
}
