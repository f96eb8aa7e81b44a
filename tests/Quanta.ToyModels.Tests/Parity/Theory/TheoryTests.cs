using Quanta.ToyModels.Parity.Theory;

namespace Quanta.ToyModels.Tests.Parity.Theory;

/// <summary>The closed forms beside exact sums, to the digits to which they hold.</summary>
public class TheoryTests
{
    public static TheoryData<double> Alphas => [0.4, 0.6, 1.0];

    [Fact]
    public void The_normaliser_is_one_over_zeta()
    {
        Expect.Near(6 / (Math.PI * Math.PI), new ZipfLaw(1).Normaliser, 1e-14, "zeta(2) = pi^2 / 6");
        Expect.Near(90 / Math.Pow(Math.PI, 4), new ZipfLaw(3).Normaliser, 1e-14, "zeta(4) = pi^4 / 90");
        Expect.Near(1, new ZipfLaw(0.4).Expectation(_ => 1), 1e-9, "frequencies sum to 1");
    }

    [Theory]
    [InlineData(0.5, 3.0)]
    [InlineData(0.01, 700.0)]
    public void Simulated_skills_follow_the_logistic_curve(double frequency, double time)
    {
        var dynamics = new SkillDynamics(LearningRate: 0.7, Target: 1.3, Start: 0.01);
        Expect.Near(dynamics.Strength(frequency, time), dynamics.Simulate(frequency, time, 4000), 1e-12, "fourth-order error of 4000 steps");
        Expect.Near(0.01, dynamics.Strength(frequency, 0), 1e-15, "the start");
    }

    [Fact]
    public void Emergence_times_are_inversely_proportional_to_frequency()
    {
        var dynamics = new SkillDynamics();
        var law = new ZipfLaw(0.4);
        Expect.Near(0.3, dynamics.Strength(law.Frequency(7), dynamics.EmergenceTime(law.Frequency(7), 0.3)), 1e-12, "definition");
        Expect.Near(Math.Pow(7, 1.4), dynamics.EmergenceTime(law.Frequency(7)) / dynamics.EmergenceTime(law.Frequency(1)), 1e-11, "1 / p");
    }

    [Theory, MemberData(nameof(Alphas))]
    public void The_time_law_holds_to_two_in_a_million(double alpha)
    {
        foreach (var time in new[] { 1e4, 1e6 })
        {
            var law = new ZipfLaw(alpha);
            var dynamics = new SkillDynamics();
            Expect.Near(1, dynamics.AsymptoticLoss(law, time) / dynamics.Loss(law, time), 2e-6, "the sum over ranks becomes an integral");
        }
    }

    [Theory, MemberData(nameof(Alphas))]
    public void The_data_law_holds_to_four_in_a_hundred_thousand(double alpha)
    {
        var law = new ZipfLaw(alpha);
        foreach (var examples in new[] { 1e4, 1e6 })
            Expect.Near(1, ScalingLaws.AsymptoticDataLoss(law, examples) / ScalingLaws.DataLoss(law, examples), 4e-5, "(1 - p)^D becomes e^-Dp");
    }

    [Theory]
    [InlineData(0.4, 2)]
    [InlineData(0.6, 5)]
    [InlineData(1.0, 20)]
    public void The_data_law_holds_for_several_sightings(double alpha, int shots)
    {
        var law = new ZipfLaw(alpha);
        Expect.Near(1, ScalingLaws.AsymptoticDataLoss(law, 1e7, shots) / ScalingLaws.DataLoss(law, 1e7, shots), 1e-4, "binomial becomes Poisson, and the sum an integral");
    }

    [Theory, MemberData(nameof(Alphas))]
    public void The_parameter_law_holds_to_one_in_a_hundred_thousand(double alpha)
    {
        var law = new ZipfLaw(alpha);
        Expect.Near(1, ScalingLaws.AsymptoticParameterLoss(law, 100) / law.MassBeyond(100), 1e-5, "midpoint rule");
        Expect.Near(1, law.MassBeyond(0), 1e-13, "all skills together");
    }

    [Theory, MemberData(nameof(Alphas))]
    public void The_best_division_of_compute_has_the_predicted_exponent(double alpha)
    {
        var slope = Math.Log(ScalingLaws.BestDivision(alpha, 1e14).Loss / ScalingLaws.BestDivision(alpha, 1e12).Loss) / Math.Log(100);
        Expect.Near(-ScalingLaws.ComputeExponent(alpha), slope, 1e-9, "an exact power law");
    }

    [Fact]
    public void Exponents_of_alpha_04_are_the_published_ones()
    {
        Expect.Near(0.2857, ScalingLaws.TimeExponent(0.4), 5e-5, "4 digits");
        Expect.Near(0.1667, ScalingLaws.ComputeExponent(0.4), 5e-5, "4 digits");
        Expect.Near(0.7143, ScalingLaws.SkillsExponent(0.4), 5e-5, "4 digits");
        Assert.Equal(0.4, ScalingLaws.ParameterExponent(0.4));
    }

    [Fact]
    public void Skills_that_share_a_budget_fall_like_dominoes()
    {
        var times = new ResourceModel().LearningTimes([10.0 / 11, 1.0 / 11], threshold: 0.1, end: 10);
        Assert.InRange(times[1] / times[0], 1.5, 2.5); // about 2, where independent skills would take 10 times as long
        var independent = new ResourceModel(Reserve: 100).LearningTimes([10.0 / 11, 1.0 / 11], threshold: 0.1, end: 5000, step: 0.01);
        Expect.Near(10, independent[1] / independent[0], 0.1, "with a large reserve each skill decays at its own rate");
    }

    [Fact]
    public void The_report_agrees_with_itself()
    {
        var report = TheoryReport.Compute(new TheoryOptions { Alphas = [0.4], Shots = [1] });
        Assert.All(report.Checks, check => Expect.Near(1, check.Ratio, 1e-4, check.Law));
        Assert.Throws<ArgumentException>(() => TheoryReport.Compute(new TheoryOptions { Alphas = [0] }));
    }
}
