namespace Quanta.EndToEnd.Tests;

/// <summary>Bad input ends with one sentence on standard error and the right exit code.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly TinyWorld _world = new(documents: 6);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void No_model_is_a_usage_error() => Fails(2, "--model is required", "losses", "--run", _world.In("run"));

    [Fact]
    public void An_unknown_option_is_a_usage_error() => Fails(2, "frobnicate", "cluster", "--frobnicate");

    [Fact]
    public void A_missing_corpus_is_named() => Fails(1, "nowhere.jsonl", Cluster("--pile", _world.In("nowhere.jsonl")));

    [Fact]
    public void A_folder_without_a_model_is_named() =>
        Fails(1, "config.json", "cluster", "--pile", _world.Pile, "--model", Path.GetDirectoryName(_world.Pile)! + "/..", "--run", _world.In("run"));

    [Fact]
    public void A_broken_line_is_named_with_file_and_line()
    {
        File.AppendAllText(_world.Pile, "{\"text\": \n");
        Fails(1, "line 7", Cluster("--pile", _world.Pile));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named()
    {
        var weights = Path.Combine(_world.Model, "model.safetensors");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..^100]);
        Fails(1, "model.safetensors", Cluster("--pile", _world.Pile));
    }

    /// <summary>That a killed process leaves no lock is in <see cref="ClusterTests"/>: a killed run goes on.</summary>
    [Fact]
    public void A_run_folder_that_another_process_works_in_is_refused()
    {
        Directory.CreateDirectory(_world.In("run"));
        using var other = new FileStream(Path.Combine(_world.In("run"), ".lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Fails(1, "another quanta command is at work in it", Cluster("--pile", _world.Pile));
    }

    [Fact]
    public void Nothing_to_compare_says_what_to_change() => Fails(1, "Raise --threshold", Cluster("--pile", _world.Pile, "--threshold", "0.0001"));

    [Fact]
    public void A_memory_limit_that_is_too_small_says_how_much_is_needed() =>
        Fails(1, "--memory", Cluster("--pile", _world.Pile, "--threshold", "20", "--memory", "0.00001"));

    [Fact]
    public void A_product_that_is_not_there_says_why() => Fails(1, "nonesuch", Cluster("--pile", _world.Pile, "--blas", "nonesuch"));

    [Fact]
    public void Help_goes_to_standard_output_and_is_no_error()
    {
        var result = QuantaCommand.Run("cluster", "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("--pile", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verbs_own_arguments_come_first_in_its_help()
    {
        var help = QuantaCommand.Run("observational", "predict", "--help").Output;
        int[] places = [.. new[] { "  LAW (pos. 0)", "  TABLE (pos. 1)", "  --out", "  --threads", "  --help", "  --version" }
            .Select(argument => help.IndexOf(argument, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void General_help_lists_the_verbs()
    {
        var result = QuantaCommand.Run("--help");
        Assert.Equal(0, result.ExitCode);
        foreach (var verb in new[] { "cluster", "tokenize", "losses", "select", "similarity", "spectral", "samples", "report", "parity" })
            Assert.Contains($"\n  {verb} ", result.Output, StringComparison.Ordinal);
    }

    private string[] Cluster(params string[] more) => ["cluster", "--model", _world.Model, "--run", _world.In("run"), .. more];

    private static void Fails(int exitCode, string sentence, params string[] arguments)
    {
        var result = QuantaCommand.Run(arguments);
        Assert.True(result.ExitCode == exitCode, $"Expected exit code {exitCode}, but found {result.ExitCode}: {result.Errors}");
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Errors);
    }
}
