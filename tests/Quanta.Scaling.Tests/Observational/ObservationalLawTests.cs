using Quanta.Scaling.Observational;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Tests.Observational;

public sealed class ObservationalLawTests
{
    private const string Flops = "FLOPs (1E21)";

    private static readonly ObservationalOptions Planted = new()
    {
        Benchmarks = TestTables.Benchmarks,
        Predictor = Predictor.Of(2),
        Split = new CutoffSplit(Flops, 100),
        ReferenceFamily = "f0",
    };

    [Fact]
    public void A_planted_law_is_extrapolated_exactly()
    {
        var fit = ObservationalFitter.Fit(TestTables.Planted(), "target", Planted);
        Assert.True(fit.Test.Count > 5);
        Assert.True(fit.TestErrors.MeanSquared <= 1e-8, $"noiseless data of two components and the fitted form, but the error is {fit.TestErrors.MeanSquared}");
        Expect.Near(0.05, fit.Law.Response.Floor, 1e-3, "noiseless, but few scores lie near the floor");
    }

    [Theory]
    [InlineData(40, "If these are percentages, say --best 100.")]
    [InlineData(-0.2, "must lie between 0 and 1, but is -0.2 for f0-m1")]
    public void A_target_outside_its_range_is_refused(double value, string because)
    {
        var table = TestTables.Planted();
        var target = table["target"].ToArray();
        target[1] = value;
        var columns = table.Columns.Select(column => KeyValuePair.Create(column, column == "target" ? target : [.. table[column]])).ToList();
        var changed = new ModelTable("planted", table.Models, table.Families, columns);
        Assert.Contains(
            because, Assert.Throws<InvalidDataException>(() => ObservationalFitter.Fit(changed, "target", Planted)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Components_predict_across_families_where_compute_does_not()
    {
        var table = TestTables.Planted(noise: 0.004);
        var components = ObservationalFitter.Fit(table, "target", Planted);
        var compute = ObservationalFitter.Fit(table, "target", Planted with { Predictor = Predictor.Log(Flops) });
        Assert.True(components.TestErrors.MeanSquared < compute.TestErrors.MeanSquared / 4);
    }

    [Fact]
    public void Equivalent_compute_of_the_reference_family_is_its_own()
    {
        var fit = ObservationalFitter.Fit(TestTables.Planted(), "target", Planted);
        var family = fit.Train.Where(row => fit.Train.Families[row] == "f0");
        foreach (var (z, row) in fit.Law.Linear(family).Select((z, row) => (z, row)))
            Expect.Near(Math.Log(family[Flops][row]), Math.Log(fit.Law.Equivalent!.Of(z)), 1e-2, "capability is linear in ln(compute) within a family; the imputation's components are not exact");
    }

    [Fact]
    public void Benchmark_weights_are_those_of_the_linear_function()
    {
        var fit = ObservationalFitter.Fit(TestTables.Planted(noise: 0.01), "target", Planted);
        var (weights, rows) = (fit.Law.BenchmarkWeights(), fit.Train.Rows(TestTables.Benchmarks));
        var z = fit.Law.Linear(fit.Train);
        var expected = weights.Select((weight, j) => weight * (rows[1][j] - rows[0][j])).Sum();
        Expect.Near(z[1] - z[0], expected, 1e-9, "the same sum in another order");
        Expect.Near(z[0], fit.Law.InterceptAtZero() + weights.Select((weight, j) => weight * rows[0][j]).Sum(), 1e-9, "the same sum in another order");
    }

    [Fact]
    public void A_law_survives_its_file_and_predicts_unseen_models()
    {
        using var folder = new TemporaryFolder();
        var fit = ObservationalFitter.Fit(TestTables.Planted(), "target", Planted);
        ObservationalLawFile.Write(folder.File("law.json"), fit.Law);
        var law = ObservationalLawFile.Read(folder.File("law.json"));
        Assert.Equal(fit.Law.Predict(fit.Test), law.Predict(fit.Test));
        var unseen = TestTables.Parse("Model,A,B,C,D\nnew,0.5,0.45,0.35,\n");
        Assert.InRange(law.Predict(unseen)[0], 0.05, 1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("""{"target":"t","low":0,"high":1,"predictor":{"components":2},"response":{"form":"RaisedSigmoid","intercept":0,"weights":[1],"floor":0,"height":1},"benchmarks":["A"]}""")]
    public void A_damaged_file_is_refused(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("law.json"), content);
        Assert.Contains("must hold a", Assert.Throws<InvalidDataException>(() => ObservationalLawFile.Read(folder.File("law.json"))).Message);
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        var table = TestTables.Planted();
        Assert.Contains("itself", Assert.Throws<ArgumentException>(() => ObservationalFitter.Fit(table, "A", Planted)).Message);
        Assert.Contains("above its value at chance", Assert.Throws<ArgumentException>(() => ObservationalFitter.Fit(table, "target", Planted with { Low = 1 })).Message);
        Assert.Contains("5 components need as many benchmarks", Assert.Throws<ArgumentException>(() => ObservationalFitter.Fit(table, "target", Planted with { Predictor = Predictor.Of(5) })).Message);
        Assert.Contains("'nothing'", Assert.Throws<InvalidDataException>(() => ObservationalFitter.Fit(table, "nothing", Planted)).Message);
        Assert.Contains("'q'", Assert.Throws<InvalidDataException>(() => ObservationalFitter.Fit(table, "target", Planted with { TrainFamilies = ["q"] })).Message);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => ErrorCurve.Compute(table, "target", Planted, Flops, [0.1, 1])).Message);
        Assert.Throws<ArgumentException>(() => Predictor.Of(0));
    }

    [Fact]
    public void Families_that_are_not_asked_for_are_neither_fitted_nor_predicted()
    {
        var (table, all) = (TestTables.Planted(), Planted with { Split = new CutoffSplit(Flops, 10) });
        var (whole, part) = (ObservationalFitter.Fit(table, "target", all), ObservationalFitter.Fit(table, "target", all with { TrainFamilies = ["f1", "f2", "f4"] }));
        Assert.Equal(["f1", "f2", "f4"], part.Train.Families.Distinct());
        Assert.Equal(whole.Test.Models, part.Test.Models);
        Expect.Near(0, part.TestErrors.MeanAbsolute, 1e-3, "three families without noise span the two planted abilities");
    }

    [Fact]
    public void Error_curves_do_not_depend_on_threads_and_report_what_failed()
    {
        var table = TestTables.Planted(noise: 0.01);
        double[] shares = [0.5, 0.1, 0.3, 0.95];
        var one = ErrorCurve.Compute(table, "target", Planted, Flops, shares, threads: 1);
        var two = ErrorCurve.Compute(table, "target", Planted, Flops, shares, threads: 2);
        Assert.Equal(one.Points, two.Points);
        Assert.Equal([0.1, 0.3, 0.5], one.Points.Select(point => point.Share));
        Assert.StartsWith("0.95: ", Assert.Single(one.Failures));
        var (a, b, c) = (one.Points[0].Errors.MeanSquared, one.Points[1].Errors.MeanSquared, one.Points[2].Errors.MeanSquared);
        Expect.Near(0.1 * (a + b) + 0.1 * (b + c), one.Area, 1e-12, "the trapezium rule by hand");
    }

    [Fact]
    public void Within_a_family_the_first_component_grows_with_the_logarithm_of_compute()
    {
        var lines = FamilyScaling.Of(TestTables.Planted(), TestTables.Benchmarks, new ImputationOptions(), new ModelColumns());
        Assert.Equal(6, lines.Count);
        Assert.All(lines, line => Expect.Near(1, line.R2, 1e-9, "planted as an exact line"));
        Assert.True(lines[5].Slope > lines[0].Slope);
    }
}
