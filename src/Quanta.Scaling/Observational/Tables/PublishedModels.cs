namespace Quanta.Scaling.Observational.Tables;

/// <summary>Which models of the published table base_llm_benchmark_eval.csv its authors' notebooks use (arXiv 2405.10938).</summary>
public static class PublishedModels
{
    /// <summary>The families that were evaluated, in the order in which subsets list them.</summary>
    public static IReadOnlyList<string> Families { get; } =
    [
        "Llama-2", "Llama", "Llama-3", "Qwen1.5", "Qwen", "Mistral", "Mixtral", "Yi", "Gemma", "Falcon", "Phi", "Pythia", "BLOOM", "GPT-Neo/J", "OPT", "MPT",
        "XGLM", "CodeLlama", "StarCoder", "StarCoder2", "DeepSeek-Coder",
    ];

    /// <summary>Models that came out after the paper, which only its preregistered predictions use.</summary>
    public static IReadOnlySet<string> Preregistered { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "meta-llama/Meta-Llama-3.1-405B-FP8", "meta-llama/Meta-Llama-3.1-70B", "meta-llama/Meta-Llama-3.1-8B", "Qwen/Qwen1.5-110B", "Qwen/Qwen2-72B",
        "Qwen/Qwen2-57B-A14B", "Qwen/Qwen2-7B", "Qwen/Qwen2-1.5B", "Qwen/Qwen2-0.5B", "deepseek-ai/DeepSeek-V2", "deepseek-ai/DeepSeek-Coder-V2-Base",
        "google/gemma-2-27b", "google/gemma-2-9b", "google/gemma-2-2b", "mistralai/Mixtral-8x22B-v0.1", "mistralai/Mistral-Nemo-Base-2407", "01-ai/Yi-1.5-34B",
        "01-ai/Yi-1.5-9B", "01-ai/Yi-1.5-6B", "ai21labs/Jamba-v0.1",
    };

    /// <summary>The benchmarks that principal components are taken of.</summary>
    public static IReadOnlyList<string> Benchmarks { get; } = ["MMLU", "ARC-C", "HellaSwag", "Winograd", "TruthfulQA", "GSM8K", "XWinograd", "HumanEval"];

    /// <summary>Whether a table has every published family: then it is the published table, or an extension of it.</summary>
    public static bool AreIn(ModelTable table) => Families.All(table.Families.ToHashSet(StringComparer.Ordinal).Contains);

    /// <summary>The rows that the notebooks use.</summary>
    public static ModelTable Of(ModelTable table)
    {
        var families = Families.ToHashSet(StringComparer.Ordinal);
        return table.Where(row => families.Contains(table.Families[row]) && !Preregistered.Contains(table.Models[row]));
    }
}

/// <summary>Finds rows of a table that cannot be right.</summary>
public static class ModelTableRemarks
{
    // The largest published training runs read fewer than 50 trillion tokens.
    private const double MostTokens = 100;

    // Compute is 6 N D; a mixture of experts counts its active parameters, which no table's ratio changes by more than this.
    private const double LargestRatio = 20;

    /// <summary>One sentence for each impossible row; empty where all is plausible, or nothing is known of sizes.</summary>
    public static IReadOnlyList<string> Of(ModelTable table, ModelColumns columns) =>
        [.. Enumerable.Range(0, table.Count).Select(row => Remark(table, columns, row)).OfType<string>()];

    private static string? Remark(ModelTable table, ModelColumns columns, int row)
    {
        var (size, tokens, flops) = (At(table, columns.Size, row), At(table, columns.Tokens, row), At(table, columns.Flops, row));
        if (tokens > MostTokens)
        {
            var compute = double.IsNaN(flops) ? "" : FormattableString.Invariant($" Its compute of {flops:G6}e21 follows from it.");
            return FormattableString.Invariant(
                $"{table.Models[row]} cannot have been trained on {tokens:G6} trillion tokens; is '{columns.Tokens}' in billions there?{compute}");
        }
        if (size <= 0 || tokens <= 0 || flops <= 0)
            return $"{table.Models[row]} must have a positive size, number of tokens and compute, but one of them is not.";
        var ratio = flops / (6 * size * tokens);
        return ratio is > LargestRatio or < 1 / LargestRatio
            ? FormattableString.Invariant($"{table.Models[row]} has a compute of {flops:G6}e21, which is {ratio:G3} times 6 x parameters x tokens.")
            : null;
    }

    private static double At(ModelTable table, string column, int row) => table.Has(column) ? table[column][row] : double.NaN;
}
