using Quanta.Scaling.Observational;
using Quanta.Scaling.Observational.Selection;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Tests.Observational;

public sealed class SubsetTests
{
    private const string Folder = "data/obscaling";

    [Theory]
    [InlineData(3, 4, "")]
    [InlineData(2, 3, "f1")]
    [InlineData(1, 8, "")]
    [InlineData(3, 5, "f4,f0")]
    public void The_walk_finds_what_plain_enumeration_finds(int components, int maxFamilies, string include)
    {
        var table = TestTables.Planted(families: 8, models: 3, noise: 0.02);
        var options = new SubsetOptions
        {
            Benchmarks = TestTables.Benchmarks,
            Components = components,
            MaxFamilies = maxFamilies,
            Include = include.Split(',', StringSplitOptions.RemoveEmptyEntries),
        };
        int[] budgets = [3, 6, 9, 15, 24];
        var all = SubsetEnumeration.All(table, options).ToList();
        foreach (var threads in new[] { 1, 2 })
        {
            var found = SubsetSearch.Best(table, budgets, options, threads);
            Assert.Equal(all.Count, found.Subsets);
            foreach (var best in found.Budgets)
            {
                var expected = all.Where(subset => subset.Models.Count <= best.Budget && double.IsFinite(subset.Objective)).MaxBy(subset => subset.Objective);
                Assert.Equal(expected?.Families, best.Best?.Families);
                Assert.Equal(expected?.Objective, best.Best?.Objective);
            }
        }
    }

    [Fact]
    public void The_objective_is_minus_the_trace_of_G_times_the_inverse_of_G_S()
    {
        // The scores are centred. Family f lies on a line and spans one component only.
        var table = TestTables.Parse("Model,Model Family,A,B\na,f,0.6,0.6\nb,f,0.4,0.4\nc,f,0.5,0.5\nd,g,0.7,0.4\ne,g,0.4,0.6\nh,g,0.4,0.5\n");
        var options = new SubsetOptions { Benchmarks = ["A", "B"], Components = 2 };
        var alone = SubsetSearch.Best(table, [3], options).Budgets[0].Best!;
        var both = SubsetSearch.Best(table, [6], options).Budgets[0].Best!;
        Assert.Equal(["g"], alone.Families);
        // G = [[0.08, -0.01], [-0.01, 0.04]] and G_g = [[0.06, -0.03], [-0.03, 0.02]], so trace(G inv(G_g)) = (0.08 * 0.02 - 2 * 0.01 * 0.03 + 0.04 * 0.06) / 0.0003.
        Expect.Near(-0.0034 / 0.0003, alone.Objective, 1e-9, "worked out by hand");
        Expect.Near(-2, both.Objective, 1e-12, "with all models the trace is that of the identity");
        Assert.Null(SubsetSearch.Best(table, [2], options).Budgets[0].Best);
    }

    [Fact]
    public void Requests_that_cannot_be_met_say_why()
    {
        var table = TestTables.Planted(families: 8, models: 3, noise: 0.02);
        var options = new SubsetOptions { Benchmarks = TestTables.Benchmarks };
        Assert.Contains("'q'", Assert.Throws<InvalidDataException>(() => SubsetSearch.Best(table, [4], options with { Include = ["q"] })).Message);
        Assert.Contains("'q'", Assert.Throws<InvalidDataException>(() => SubsetSearch.Best(table, [4], options with { Families = ["f0", "q"] })).Message);
        Assert.Contains("room beside", Assert.Throws<ArgumentException>(() => SubsetSearch.Best(table, [4], options with { Include = ["f0", "f1"], MaxFamilies = 2 })).Message);
        Assert.Contains("more than 10", Assert.Throws<ArgumentException>(() => SubsetSearch.Best(table, [4], options with { MostSubsets = 10 })).Message);
        var alone = TestTables.Parse("Model,Model Family,A,B\na,f,0.6,0.6\nb,,0.4,0.5\n");
        Assert.Contains("none for 'b'", Assert.Throws<InvalidDataException>(() => SubsetSearch.Best(alone, [2], options with { Benchmarks = ["A", "B"] })).Message);
        Assert.Contains("fewer components", Assert.Throws<InvalidDataException>(() => SubsetSearch.Best(TestTables.Planted(), [4], options with { Components = 4 })).Message);
    }

    // Printed by model_subset_selection_guide.ipynb: budget, objective, families, models.
    public static TheoryData<int, double, string, int> Printed => new()
    {
        { 4, -1365.30, "Mistral, Llama-2", 4 },
        { 8, -37.43, "Mixtral, Phi, MPT, Llama-2", 8 },
        { 12, -16.93, "Llama-3, Falcon, DeepSeek-Coder, Llama-2", 12 },
        { 16, -12.70, "Llama-3, Falcon, Phi, MPT, DeepSeek-Coder, Llama-2", 16 },
        { 20, -10.25, "Qwen, Mixtral, Falcon, MPT, CodeLlama, DeepSeek-Coder, Llama-2", 20 },
        { 24, -8.35, "Llama-3, Qwen, Falcon, MPT, CodeLlama, StarCoder2, DeepSeek-Coder, Llama-2", 24 },
        { 28, -7.21, "Llama, Llama-3, Qwen1.5, Mixtral, Falcon, CodeLlama, DeepSeek-Coder, Llama-2", 28 },
        { 32, -6.30, "Llama-3, Qwen, Mixtral, Yi, Falcon, OPT, MPT, CodeLlama, DeepSeek-Coder, Llama-2", 32 },
        { 36, -5.65, "Llama-3, Qwen1.5, Mixtral, Falcon, OPT, CodeLlama, StarCoder, DeepSeek-Coder, Llama-2", 36 },
    };

    [SharedDataTheory(Folder), MemberData(nameof(Printed))]
    public void The_guides_printed_subsets_are_found(int budget, double objective, string families, int models)
    {
        var found = SubsetSearch.Best(Base(), [budget], Guide, threads: 2);
        Assert.Equal(431_909, found.Subsets);
        Check(found.Budgets[0], objective, families, models);
    }

    // Printed by the same notebook for models of at most 7 billion parameters.
    public static TheoryData<int, double, string, int> PrintedSmall => new()
    {
        { 4, -25.61, "Phi, CodeLlama, Llama-2", 4 },
        { 8, -10.51, "Llama, Qwen, Phi, MPT, DeepSeek-Coder, Llama-2", 8 },
        { 12, -7.04, "Llama, Qwen, Gemma, Falcon, Phi, MPT, DeepSeek-Coder, Llama-2", 12 },
        { 16, -5.71, "Llama, Qwen1.5, Gemma, Falcon, Phi, MPT, CodeLlama, DeepSeek-Coder, Llama-2", 16 },
        { 20, -5.04, "Llama, Qwen1.5, Yi, Gemma, Phi, OPT, MPT, CodeLlama, DeepSeek-Coder, Llama-2", 20 },
        { 24, -4.57, "Qwen1.5, Gemma, Falcon, Phi, Pythia, MPT, CodeLlama, StarCoder2, DeepSeek-Coder, Llama-2", 24 },
        { 28, -4.27, "Qwen1.5, Gemma, Falcon, Phi, Pythia, OPT, MPT, StarCoder2, DeepSeek-Coder, Llama-2", 28 },
        { 36, -4.15, "Qwen1.5, Gemma, Falcon, Phi, Pythia, GPT-Neo/J, OPT, StarCoder, DeepSeek-Coder, Llama-2", 32 },
    };

    [SharedDataTheory(Folder), MemberData(nameof(PrintedSmall))]
    public void The_guides_printed_subsets_of_small_models_are_found(int budget, double objective, string families, int models)
    {
        var found = SubsetSearch.Best(Base(), [budget], Guide with { Split = new CutoffSplit("Model Size (B)", 7) }, threads: 2);
        Assert.Equal(89_845, found.Subsets);
        Check(found.Budgets[0], objective, families, models);
    }

    // Printed by model_subset_selection_eval.ipynb: the best subset, and the first of its random ones.
    public static TheoryData<int, double, string, double, string> PrintedEvaluation => new()
    {
        { 4, -26.76, "Phi, MPT, StarCoder2", -39.90, "Gemma, Phi, StarCoder2" },
        { 8, -8.84, "Llama-2, Llama, Phi, MPT, DeepSeek-Coder", -22.76, "Gemma, Phi, StarCoder, StarCoder2" },
        { 12, -6.31, "Llama-2, Llama, Qwen1.5, Phi, MPT, StarCoder2, DeepSeek-Coder", -24.02, "Llama-2, MPT, XGLM, StarCoder, StarCoder2" },
        { 20, -4.55, "Llama-2, Llama, Qwen1.5, Phi, GPT-Neo/J, MPT, StarCoder, StarCoder2, DeepSeek-Coder", -14.98, "Llama-2, Llama, Pythia, GPT-Neo/J, StarCoder, StarCoder2" },
        { 32, -3.52, "Llama-2, Llama, Qwen1.5, Phi, Pythia, OPT, MPT, StarCoder, StarCoder2, DeepSeek-Coder", -7.13, "Llama, Qwen1.5, Gemma, Phi, Pythia, BLOOM, GPT-Neo/J, XGLM, StarCoder2" },
        { 36, -3.34, "Llama, Qwen1.5, Phi, Pythia, GPT-Neo/J, OPT, MPT, StarCoder, StarCoder2, DeepSeek-Coder", -4.68, "Llama-2, Gemma, Phi, Pythia, BLOOM, GPT-Neo/J, OPT, StarCoder, DeepSeek-Coder" },
    };

    [SharedDataTheory(Folder), MemberData(nameof(PrintedEvaluation))]
    public void The_evaluations_printed_subsets_are_found_and_its_random_ones_drawn(int budget, double objective, string families, double randomObjective, string randomFamilies)
    {
        var table = Base().Join(ModelTableFile.Read(SharedData.Path($"{Folder}/base_llm_post_training_eval.csv")));
        var options = new SubsetOptions { Families = PublishedModels.Families, ExcludeIncomplete = true, Split = new CutoffSplit("FLOPs (1E21)", 84) };
        var found = SubsetSearch.Best(table, [budget], options, threads: 2);
        Assert.Equal(15_913, found.Subsets);
        Check(found.Budgets[0], objective, families, null);
        var random = SubsetEnumeration.Random(table, options, budget, 1)[0];
        Assert.Equal(randomFamilies, string.Join(", ", random.Families));
        Expect.Near(randomObjective, random.Objective, 0.005, "printed to two decimals");
    }

    private static SubsetOptions Guide { get; } = new() { Families = PublishedModels.Families, Include = ["Llama-2"] };

    private static ModelTable Base() => PublishedModels.Of(ModelTableFile.Read(SharedData.Path($"{Folder}/base_llm_benchmark_eval.csv")));

    private static void Check(BudgetedSubset found, double objective, string families, int? models)
    {
        Assert.Equal(families, string.Join(", ", found.Best!.Families));
        Expect.Near(objective, found.Best.Objective, 0.005, "printed to two decimals");
        if (models is not null) Assert.Equal(models, found.Best.Models.Count);
    }
}
