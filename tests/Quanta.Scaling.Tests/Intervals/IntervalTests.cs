using Quanta.Scaling.Fits;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Searches;
using Quanta.Scaling.Tests.Fits;
using Quanta.Scaling.Tests.Forms;

namespace Quanta.Scaling.Tests.Intervals;

public class IntervalTests
{
    [Fact]
    public void At_the_end_of_a_profile_interval_the_best_of_the_others_is_worse_by_the_quantile()
    {
        var which = FormCases.Of("power-constant");
        var points = FormCases.Points(which, 20, noise: 0.02);
        var fit = ScalingFit.Run(which.Form, points);
        foreach (var end in new[] { fit.Parameters[2].Profile!.Low, fit.Parameters[2].Profile!.High })
        {
            // An oracle without profiles: the exponent held, E on a fine grid, A by its closed form in logarithms being none, on a grid too.
            var best = BestWithExponent(which.Form, points, end, fit["E"], fit["A"]);
            var excess = (best - 2 * fit.Statistics.Objective) / Math.Pow(fit.Statistics.ResidualScale, 2);
            // Student's t with 17 degrees of freedom at 97.5 %: 2.109816.
            Expect.Near(2.109816 * 2.109816, excess, 0.02, "a golden-section search in each of two directions, and ends to 1e-4 of their distance");
        }
    }

    [Fact]
    public void A_wide_interval_is_followed_to_its_ends()
    {
        // Seven mean losses of Pythia: the first steps outwards lead far from any fit, and the search must come back from there.
        double[] sizes = [18915328, 85056000, 302311424, 805736448, 1208602624, 2517652480, 6444163072], losses = [4.222, 3.672, 3.296, 3.074, 2.983, 2.806, 2.692];
        var fit = ScalingFit.Run(new QuantaForm(), ScalingPoints.Create([sizes], losses));
        foreach (var parameter in fit.Parameters)
            Assert.True(parameter.Profile!.Low < 0.98 * parameter.Value && parameter.Profile.High > 1.02 * parameter.Value, $"{parameter.Name}: {parameter.Value} in {parameter.Profile}");
    }

    [Fact]
    public void Intervals_widen_with_confidence_and_hold_the_estimate()
    {
        var which = FormCases.Of("chinchilla");
        var points = FormCases.Points(which, 60, noise: 0.01);
        FitResult Fit(double confidence) => ScalingFit.Run(which.Form, points, new FitOptions { Loss = FitLoss.SquaredLog, MaxStarts = 5, Confidence = confidence });
        foreach (var (narrow, wide) in Fit(0.8).Parameters.Zip(Fit(0.99).Parameters))
        {
            Assert.True(narrow.Profile!.Contains(narrow.Value), narrow.Name);
            Assert.True(wide.Profile!.Low < narrow.Profile.Low && narrow.Profile.High < wide.Profile.High, narrow.Name);
        }
    }

    [Fact]
    public void A_perfect_fit_has_no_noise_to_make_intervals_of()
    {
        var fit = ScalingFit.Run(new StepForm(), ScalingPoints.Create([[1, 2, 3, 4]], [4, 4, 1, 1]));
        Assert.All(fit.Parameters, p => Assert.Null(p.Profile));
    }

    [Fact]
    public void A_steps_place_is_bounded_by_sizes_and_its_interval_says_what_it_is_worth()
    {
        var which = FormCases.Of("step");
        var fit = ScalingFit.Run(which.Form, FormCases.Points(which, 20, noise: 0.02));
        var place = fit.Parameters[2];
        Assert.True(place.Profile!.Contains(3.3e7));
        // Twenty sizes over five decades: neighbours are 10^(1/4) apart, and with a step of 30 times the noise one gap is all that is possible.
        Expect.Near(Math.Log(10) / 4, Math.Log(place.Profile.High / place.Profile.Low), 0.01, "one gap, its edges found to 1e-4 of their distance");
        Assert.Contains(fit.Checklist, item => item.Topic == "uncertainty" && item.Sentence.Contains("not calibrated", StringComparison.Ordinal));
    }

    [Fact]
    public void The_bootstrap_of_a_mean_has_the_means_standard_error()
    {
        // A step form's upper level is the mean of the points above the step; pairs are drawn anew.
        double[] y = [0, 0, 0, 0, 1, 1.5, 2, 0.7, 1.3, 1.9, 0.4, 1.2];
        var points = ScalingPoints.Create([[.. Enumerable.Range(1, 12).Select(i => (double)i)]], y);
        var fit = ScalingFit.Run(new StepForm(), points, new FitOptions { Profile = false, Bootstrap = new BootstrapOptions(4000) });
        var above = y[4..];
        var deviation = Math.Sqrt(above.Sum(v => Math.Pow(v - above.Average(), 2)) / above.Length);
        Expect.Near(
            deviation / Math.Sqrt(above.Length), fit.Parameters[1].BootstrapError, 0.02,
            "4,000 resamples; the number of points above the step varies, and now and then the step itself");
    }

    [Fact]
    public void Seeds_name_resamples_and_kinds_differ()
    {
        var which = FormCases.Of("power");
        var points = FormCases.Points(which, 12, noise: 0.05);
        double[] Alphas(BootstrapOptions options) => [.. ScalingFit.Run(which.Form, points, new FitOptions { Bootstrap = options }).Bootstrap!.Parameters.Select(p => p[1])];
        Assert.Equal(Alphas(new BootstrapOptions(10, Seed: 4)), Alphas(new BootstrapOptions(10, Seed: 4)));
        Assert.NotEqual(Alphas(new BootstrapOptions(10, Seed: 4)), Alphas(new BootstrapOptions(10, Seed: 5)));
        Assert.NotEqual(Alphas(new BootstrapOptions(10)), Alphas(new BootstrapOptions(10, BootstrapKind.Residuals)));
    }

    [SharedDataFact("data/scaling/chinchilla-fig4.csv")]
    public void Standard_errors_and_intervals_of_the_replication_of_Chinchilla_come_out()
    {
        var points = ChinchillaTests.Points();
        var fit = ScalingFit.Run(new ChinchillaForm(), points, new FitOptions { MaxStarts = 10, Bootstrap = new BootstrapOptions(4000), Threads = 2 });
        // Besiroglu et al. 2024, 4,000 resamples: a standard deviation of 4,000 draws is known to 1.1 % for a normal distribution; those of A and B have long tails.
        double[] published = [.02566, 124.52, 1293.28, .01540, .02060], tolerance = [0.05, 0.08, 0.2, 0.05, 0.05];
        for (var j = 0; j < 5; j++)
            Expect.Near(published[j], fit.Parameters[j].BootstrapError, tolerance[j] * published[j], $"sampling of the bootstrap, {fit.Parameters[j].Name}");
        void Near(double low, double high, Interval? interval, double slack)
        {
            Expect.Near(low, interval!.Low, slack, "a quantile of 4,000 draws");
            Expect.Near(high, interval.High, slack, "a quantile of 4,000 draws");
        }
        Near(.317, .373, fit.Parameters[3].Bootstrap, 0.003);
        Near(.331, .415, fit.Parameters[4].Bootstrap, 0.005);
        Near(1.769, 1.871, fit.Parameters[0].Bootstrap, 0.004);
        Expect.Near(.513, fit["a"], 0.002, "three digits, from a table that is not quite at the minimum");
        Expect.Near(.020, fit.Derived[0].BootstrapError, 0.001, "three digits");
    }

    /// <summary>Twice the least objective with alpha held, by golden sections in ln E and, within, in ln A.</summary>
    private static double BestWithExponent(IScalingForm form, ScalingPoints points, double alpha, double constant, double factor)
    {
        var objective = new FitObjective(form, FitLoss.SquaredLog, points);
        double At(double lnE, double lnA) => objective.Evaluate(form.ToWorking([Math.Exp(lnE), Math.Exp(lnA), alpha], points.Centre), default);
        // A moves with alpha: it is the loss at size 1, far from the points.
        var shift = (alpha - 0.34) * points.Centre[0];
        double OverA(double lnE) => Golden(lnA => At(lnE, lnA), Math.Log(factor) + shift - 3, Math.Log(factor) + shift + 3);
        return 2 * Golden(OverA, Math.Log(constant) - 3, Math.Log(constant) + 3);
    }

    private static double Golden(Func<double, double> f, double low, double high)
    {
        var ratio = (Math.Sqrt(5) - 1) / 2;
        while (high - low > 1e-6)
        {
            var (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
            if (f(left) < f(right)) high = right;
            else low = left;
        }
        return f((low + high) / 2);
    }
}
