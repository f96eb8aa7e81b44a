using System.Text.Json;
using Quanta.Scaling.Observational;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Tests.Observational;

/// <summary>The published tables against values that scipy and scikit-learn give for the published settings: Goldens/make_obscaling.py.</summary>
public sealed class PublishedLawTests
{
    private const string Folder = "data/obscaling";
    private const string Flops = "FLOPs (1E21)";

    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "Quanta.Scaling.Tests", "Observational", "Goldens", "obscaling.json"))).RootElement;

    private static string[] WithoutGsm8K { get; } = [.. PublishedModels.Benchmarks.Where(name => name != "GSM8K")];

    [SharedDataFact(Folder)]
    public void Gaps_are_filled_as_by_a_thousand_iterations_of_scikit_learn()
    {
        var table = Base();
        Assert.Equal(Golden.GetProperty("models").GetInt32(), table.Count);
        var filled = PcaImputation.Fit(table.Rows(PublishedModels.Benchmarks), PublishedModels.Benchmarks, new ImputationOptions()).Filled;
        foreach (var gap in Golden.GetProperty("imputed").EnumerateArray())
        {
            var row = table.Models.ToList().IndexOf(gap.GetProperty("model").GetString()!);
            var column = PublishedModels.Benchmarks.ToList().IndexOf(gap.GetProperty("metric").GetString()!);
            Expect.Near(gap.GetProperty("value").GetDouble(), filled[row][column], 1e-9, "both iterate to the fixed point; ours stops at 1e-12 of a deviation");
        }
    }

    [SharedDataFact(Folder)]
    public void Components_are_those_of_scikit_learn()
    {
        var rows = Base().Rows(PublishedModels.Benchmarks);
        var pca = PrincipalComponents.Of(PcaImputation.Fit(rows, PublishedModels.Benchmarks, new ImputationOptions()).Filled, 5);
        for (var k = 0; k < 5; k++)
        {
            Expect.Near(Golden.GetProperty("explained")[k].GetDouble(), pca.Explained[k], 1e-9, "the filled scores agree to 1e-9");
            var theirs = Golden.GetProperty("components")[k].EnumerateArray().Select(value => value.GetDouble()).ToArray();
            var overlap = Math.Abs(theirs.Zip(pca.Directions[k], (a, b) => a * b).Sum());
            Expect.Near(1, overlap, 1e-9, "directions agree up to sign");
        }
        Assert.True(pca.Explained[0] is > 0.78 and < 0.82, "the paper: the first component explains about 80 %");
    }

    public static TheoryData<int> Fits => [.. Enumerable.Range(0, Golden.GetProperty("fits").GetArrayLength())];

    [SharedDataTheory(Folder), MemberData(nameof(Fits))]
    public void Laws_are_those_of_scipy(int index)
    {
        var golden = Golden.GetProperty("fits")[index];
        var (target, predictors) = (golden.GetProperty("target").GetString()!, golden.GetProperty("predictors").GetString()!);
        var fit = Fit(target, int.TryParse(predictors, out var count) ? Predictor.Of(count) : Predictor.Log(predictors));
        Assert.Equal((Int(golden, "train"), Int(golden, "test")), (fit.Train.Count, fit.Test.Count));
        // A law whose weights run away has no minimum to agree on: only its errors are compared, and they are near the infimum.
        var runsAway = golden.GetProperty("parameters").EnumerateArray().Any(parameter => Math.Abs(parameter.GetDouble()) > 50);
        Compare("mseTrain", fit.TrainErrors.MeanSquared);
        Compare("mseTest", fit.TestErrors.MeanSquared);
        Compare("maeTrain", fit.TrainErrors.MeanAbsolute);
        Compare("maeTest", fit.TestErrors.MeanAbsolute);
        if (runsAway || !golden.TryGetProperty("weights", out var weights)) return;
        var ours = fit.Law.BenchmarkWeights();
        var size = Math.Sqrt(ours.Sum(weight => weight * weight));
        for (var j = 0; j < ours.Length; j++) Expect.Near(weights[j].GetDouble(), ours[j], 2e-3 * size, "weights of nearly equal benchmarks trade against each other at a settled loss");
        if (!golden.TryGetProperty("equivalent", out var equivalent)) return;
        Expect.Near(equivalent[0].GetDouble(), fit.Law.Equivalent!.Slope, 1e-3 * Math.Abs(fit.Law.Equivalent.Slope), "follows from the weights");
        Expect.Near(equivalent[1].GetDouble(), fit.Law.Equivalent.Offset, 1e-3 * Math.Abs(fit.Law.Equivalent.Offset), "follows from the weights");

        void Compare(string name, double value)
        {
            var expected = golden.GetProperty(name).GetDouble();
            Expect.Near(
                expected, value, (runsAway ? 2e-2 : 2e-4) * expected,
                $"{name} of {target} by {predictors}: scipy stops at 1e-15 of the loss, which a flat direction may leave 1e-4 from its limit");
        }
    }

    [SharedDataTheory(Folder), InlineData(0), InlineData(1)]
    public void Laws_of_a_selected_subset_are_those_of_scipy(int index)
    {
        var golden = Golden.GetProperty("selected")[index];
        var (target, predictors) = (golden.GetProperty("target").GetString()!, golden.GetProperty("predictors").GetString()!);
        string[] subset = ["Llama-2", "Llama", "Qwen1.5", "Phi", "MPT", "StarCoder2", "DeepSeek-Coder"];
        var fit = Fit(target, int.TryParse(predictors, out var count) ? Predictor.Of(count) : Predictor.Log(predictors), subset);
        Assert.Equal((Int(golden, "train"), Int(golden, "test")), (fit.Train.Count, fit.Test.Count));
        var (train, test) = (golden.GetProperty("mseTrain").GetDouble(), golden.GetProperty("mseTest").GetDouble());
        Expect.Near(train, fit.TrainErrors.MeanSquared, 2e-4 * train, "as for the laws of all models");
        Expect.Near(test, fit.TestErrors.MeanSquared, 2e-4 * test, "as for the laws of all models");
    }

    [SharedDataFact(Folder)]
    public void Families_scale_as_numpys_lines_through_scikit_learns_component()
    {
        var table = Base();
        var golden = Golden.GetProperty("families");
        var found = FamilyScaling.Of(table, PublishedModels.Benchmarks, new ImputationOptions(), new ModelColumns()).ToDictionary(family => family.Family);
        Assert.Equal(golden.GetArrayLength(), found.Count);
        foreach (var family in golden.EnumerateArray())
        {
            var ours = found[family.GetProperty("family").GetString()!];
            Assert.Equal(Int(family, "models"), ours.Models);
            Expect.Near(family.GetProperty("slope").GetDouble(), ours.Slope, 1e-9, "the filled scores agree to 1e-9");
            Expect.Near(family.GetProperty("intercept").GetDouble(), ours.Intercept, 1e-8, "the slope's error times ln(compute), at most 9");
            Expect.Near(family.GetProperty("r2").GetDouble(), ours.R2, 1e-6, "a family whose component hardly varies divides by little");
        }
    }

    [SharedDataFact(Folder)]
    public void Error_curves_are_those_of_scipy()
    {
        var golden = Golden.GetProperty("curve");
        double[] shares = [.. golden.GetProperty("ratios").EnumerateArray().Select(value => value.GetDouble())];
        var curve = ErrorCurve.Compute(Joined("arithmetic_3ds_2_acc"), "arithmetic_3ds_2_acc", new ObservationalOptions { Benchmarks = WithoutGsm8K }, rankBy: null, shares);
        Assert.Empty(curve.Failures);
        Expect.Near(golden.GetProperty("area").GetDouble(), curve.Area, 1e-3 * curve.Area, "the same fits and the same rule");
    }

    [SharedDataFact(Folder)]
    public void Components_predict_post_training_better_than_compute_and_size_as_the_paper_finds()
    {
        const string target = "gsm8k_cot_8_exact_match,flexible-extract";
        double Error(Predictor predictor) => Fit(target, predictor).TestErrors.MeanSquared;
        var components = Error(Predictor.Of(3));
        Assert.True(components < Error(Predictor.Log(Flops)) / 4 && components < Error(Predictor.Log("Model Size (B)")) / 20);
    }

    private static ModelTable Base() => PublishedModels.Of(ModelTableFile.Read(SharedData.Path($"{Folder}/base_llm_benchmark_eval.csv")));

    private static ModelTable Joined(string target) => Base().Join(ModelTableFile.Read(SharedData.Path(
        target.StartsWith("gsm8k", StringComparison.Ordinal) ? $"{Folder}/base_llm_post_training_eval.csv" : $"{Folder}/base_llm_emergent_capability_eval.csv")));

    private static ObservationalFit Fit(string target, Predictor predictor, string[]? families = null) => ObservationalFitter.Fit(Joined(target), target, new()
    {
        TrainFamilies = families,
        Predictor = predictor,
        Benchmarks = target.StartsWith("gsm8k", StringComparison.Ordinal) || target.StartsWith("arithmetic", StringComparison.Ordinal) ? WithoutGsm8K : PublishedModels.Benchmarks,
        Low = target.StartsWith("parsinlu", StringComparison.Ordinal) ? 0.25 : 0,
        Split = new CutoffSplit(Flops, target.StartsWith("arithmetic", StringComparison.Ordinal) ? 22 : 84),
    });

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
