using Quanta.Numerics.Optimisation;
using Quanta.Scaling.Fits;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Tests.Forms;

namespace Quanta.Scaling.Tests.Fits;

public class ScalingFitTests
{
    public static TheoryData<string> Names => [.. FormCases.All.Select(c => c.Form.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_parameters_of_points_without_noise_come_back(string name)
    {
        var which = FormCases.Of(name);
        // Huber's function is squared within delta; a step is known only as between two sizes.
        var fit = ScalingFit.Run(which.Form, FormCases.Points(which, 60), new FitOptions { Profile = false, MaxStarts = 60 });
        Expect.Near(0, fit.Statistics.Errors.RootMeanSquare, 1e-7, $"the truth of {name} has no error");
        for (var j = 0; j < which.Natural.Length; j++)
        {
            var tolerance = name == "step" && j == 2 ? 0.21 : 1e-3;
            Expect.Near(
                which.Natural[j], fit.Parameters[j].Value, tolerance * Math.Abs(which.Natural[j]),
                $"{fit.Parameters[j].Name} of {name}: valleys are flat; 60 sizes over 5 decades are 21 % apart");
        }
    }

    [Theory]
    [InlineData("chinchilla")]
    [InlineData("broken-1")]
    [InlineData("hinge")]
    public void The_result_is_the_same_for_any_number_of_threads(string name)
    {
        var which = FormCases.Of(name);
        var points = FormCases.Points(which, 40, noise: 0.02);
        var options = new FitOptions { MaxStarts = 50, Bootstrap = new BootstrapOptions(20, Seed: 3) };
        var (one, four) = (ScalingFit.Run(which.Form, points, options), ScalingFit.Run(which.Form, points, options with { Threads = 4 }));
        Assert.Equal(one.Parameters.Select(p => p.Value), four.Parameters.Select(p => p.Value));
        Assert.Equal(one.Bootstrap!.Parameters.SelectMany(p => p), four.Bootstrap!.Parameters.SelectMany(p => p));
        Assert.Equal(one.Search, four.Search);
    }

    [Fact]
    public void A_power_law_is_ordinary_least_squares_in_logarithms()
    {
        var points = FormCases.Points(FormCases.Of("power"), 12, noise: 0.1);
        var fit = ScalingFit.Run(new PowerLawForm(), points);
        var (slope, error, intercept) = Line(points);
        Expect.Near(-slope, fit["alpha"], 1e-10, "the same minimum, found by a search");
        Expect.Near(Math.Exp(intercept), fit["A"], 1e-8 * fit["A"], "the same minimum, found by a search");
        Expect.Near(error, fit.Parameters[1].AsymptoticError, 1e-8 * error, "the form is linear in logarithms");
        // Student's t with 10 degrees of freedom at 97.5 %: 2.228139.
        Expect.Near(-slope - 2.228139 * error, fit.Parameters[1].Profile!.Low, 1e-4 * error * 10, "profiles stop at a ten-thousandth of their length");
        Expect.Near(-slope + 2.228139 * error, fit.Parameters[1].Profile!.High, 1e-4 * error * 10, "as above");
    }

    [Fact]
    public void A_weight_of_two_is_a_point_given_twice()
    {
        var x = new double[] { 1, 10, 100, 1000 };
        var y = new double[] { 5, 3, 2.5, 1.7 };
        var weighted = ScalingFit.Run(new PowerLawForm(), ScalingPoints.Create([x], y, [1, 1, 2, 1]));
        var repeated = ScalingFit.Run(new PowerLawForm(), ScalingPoints.Create([[1, 10, 100, 100, 1000]], [5, 3, 2.5, 2.5, 1.7]));
        Expect.Near(repeated["alpha"], weighted["alpha"], 1e-9, "the same sums");
        Expect.Near(repeated["A"], weighted["A"], 1e-8, "the same sums");
    }

    [Fact]
    public void A_constant_that_is_not_there_is_reported_as_undetermined()
    {
        var points = FormCases.Points(FormCases.Of("power"), 20, noise: 0.02, seed: 5);
        var fit = ScalingFit.Run(new SaturatingPowerLawForm(), points);
        var constant = fit.Parameters[0];
        Assert.True(!constant.IsDetermined || constant.Profile is { Low: < 1e-6 }, $"E is {constant.Value}, from {constant.Profile!.Low}");
        Assert.Contains(fit.Checklist, item => item is { Topic: "determined", Attention: Attention.Caution });
    }

    [Fact]
    public void Held_out_points_are_those_of_the_largest_sizes_and_take_no_part()
    {
        var sizes = new double[] { 1e3, 1e6, 1e4, 1e5 };
        var losses = new double[] { 8, 777, 4, 2 };
        var fit = ScalingFit.Run(new PowerLawForm(), ScalingPoints.Create([sizes], losses), new FitOptions { HoldOut = 1 });
        Assert.Equal(3, fit.Statistics.Points);
        Expect.Near(0.30103, fit["alpha"], 1e-5, "the loss halves with each decade: alpha = log10 2");
        Expect.Near(Math.Log(777), fit.HeldOut!.Errors.RootMeanSquareLog, 1e-9, "the law gives 1 at 10^6");
        Expect.Near(776.0 / 777, fit.HeldOut.Errors.MeanRelative, 1e-9, "as above");
        Expect.Near(1, fit.HeldOut.Decades, 1e-12, "10^6 is a decade beyond 10^5");
    }

    [Fact]
    public void Fewer_starts_are_those_of_the_least_loss()
    {
        var points = FormCases.Points(FormCases.Of("chinchilla"), 40, noise: 0.01);
        var fit = ScalingFit.Run(new ChinchillaForm(), points, new FitOptions { MaxStarts = 3 });
        Assert.Equal(3, fit.Search.Starts);
        Expect.Near(ScalingFit.Run(new ChinchillaForm(), points).Statistics.Objective, fit.Statistics.Objective, 1e-9, "the best starts lead to the minimum that all find");
    }

    [Fact]
    public void Predictions_are_the_law()
    {
        var fit = ScalingFit.Run(new ChinchillaForm(), FormCases.Points(FormCases.Of("chinchilla"), 40), new FitOptions { MaxStarts = 20, Bootstrap = new BootstrapOptions(5) });
        Expect.Near(1.8 + 480 * Math.Pow(1e9, -0.35) + 2000 * Math.Pow(2e10, -0.37), fit.Predict(1e9, 2e10), 1e-6, "fitted without noise");
        Assert.True(fit.PredictInterval(0.95, 1e9, 2e10)!.Low <= fit.Predict(1e9, 2e10) + 1e-6);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_with_the_reason()
    {
        void Refuses(string part, Action fit) => Assert.Contains(part, Assert.Throws<ArgumentException>(fit).Message, StringComparison.Ordinal);
        var power = new PowerLawForm();
        Refuses("takes 2 size(s), N and D", () => ScalingFit.Run(new ChinchillaForm(), ScalingPoints.Create([[1, 2]], [1, 2])));
        Refuses("at least 2 different values", () => ScalingFit.Run(power, ScalingPoints.Create([[3, 3, 3]], [1, 2, 3])));
        Refuses("that of point 2 is 0", () => ScalingFit.Run(power, ScalingPoints.Create([[1, 2, 3]], [1, 0, 3])));
        Refuses("that of point 3 is -1", () => ScalingPoints.Create([[1, 2, -1]], [1, 2, 3]));
        Refuses("that of point 1 is NaN", () => ScalingPoints.Create([[1, 2]], [double.NaN, 3]));
        Refuses("weight must be positive", () => ScalingPoints.Create([[1, 2]], [1, 3], [1, 0]));
        Refuses("3 points less 2 held out leave 1", () => ScalingFit.Run(power, ScalingPoints.Create([[1, 2, 3]], [3, 2, 1]), new FitOptions { HoldOut = 2 }));
        Refuses("has none", () => ScalingPoints.Create([[]], []));
        Refuses("1 to 6 breaks, but 7", () => _ = new BrokenPowerLawForm(7));
        Refuses("no form 'cubic'", () => ScalingForms.Named("cubic"));
        Refuses("delta must be positive", () => FitLoss.HuberLog(0));
        Refuses("at least 2 resamples", () => ScalingFit.Run(power, ScalingPoints.Create([[1, 2, 3]], [3, 2, 1]), new FitOptions { Bootstrap = new BootstrapOptions(1) }));
        Refuses("has no parameter 'gamma'", () => _ = ScalingFit.Run(power, ScalingPoints.Create([[1, 2, 3]], [3, 2, 1]))["gamma"]);
    }

    [Fact]
    public void Cancellation_stops_the_search()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var points = FormCases.Points(FormCases.Of("chinchilla"), 40);
        Assert.ThrowsAny<OperationCanceledException>(() => ScalingFit.Run(new ChinchillaForm(), points, cancellation: stopped.Token));
    }

    [Fact]
    public void The_checklist_covers_what_a_reader_needs()
    {
        var fit = ScalingFit.Run(new PowerLawForm(), FormCases.Points(FormCases.Of("power"), 6, noise: 0.01));
        string[] topics = ["form", "points", "range of x", "loss", "weights", "search", "agreement", "determined", "correlation", "residuals", "held out", "uncertainty", "other forms"];
        Assert.Equal(topics, fit.Checklist.Select(item => item.Topic));
        Assert.Equal(Attention.Caution, fit.Checklist.Single(item => item.Topic == "points").Attention);
        Assert.Equal(Attention.Caution, fit.Checklist.Single(item => item.Topic == "held out").Attention);
        Assert.True(fit.Search.Status.IsConverged());
    }

    [Fact]
    public void A_form_that_bends_otherwise_than_the_points_is_told_of()
    {
        var fit = ScalingFit.Run(new PowerLawForm(), FormCases.Points(FormCases.Of("power-constant"), 40, noise: 0.001));
        Assert.Equal(Attention.Caution, fit.Checklist.Single(item => item.Topic == "residuals").Attention);
    }

    /// <summary>Slope, its standard error and the intercept, by the textbook's sums.</summary>
    private static (double Slope, double Error, double Intercept) Line(ScalingPoints points)
    {
        var x = Enumerable.Range(0, points.Count).Select(i => Math.Log(points.Size(0, i))).ToArray();
        var y = points.Measured.ToArray().Select(v => Math.Log(v)).ToArray();
        var (meanX, meanY) = (x.Average(), y.Average());
        var spread = x.Sum(v => (v - meanX) * (v - meanX));
        var slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / spread;
        var squares = x.Zip(y, (a, b) => Math.Pow(b - meanY - slope * (a - meanX), 2)).Sum();
        return (slope, Math.Sqrt(squares / (points.Count - 2) / spread), meanY - slope * meanX);
    }
}
