using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Quanta.Numerics.Processors;
using Quanta.Numerics.Random;

namespace Quanta.EndToEnd.Tests;

public class ClusterTests
{
    private static readonly string[] Small = ["--count", "60", "--threshold", "20", "--keep-inducible", "--counts", "2,5,10", "--restarts", "3"];

    [Fact]
    public void The_main_job_leaves_a_whole_run_folder()
    {
        using var world = new TinyWorld();
        var run = world.In("run");
        var result = Cluster(world, run);
        Assert.True(result.ExitCode == 0, result.Errors);
        string[] expected =
        [
            "clusters/spectral-angular-k10.npy", "clusters/spectral-angular-k2.npy", "clusters/spectral-angular-k5.npy", "corpus/documents.npy", "corpus/tokens.npy",
            "losses/tiny.npy", "report.html", "run.json", "samples/spectral-angular-k5.jsonl", "samples/spectral-angular-k5.tex", "samples/spectral-angular-k5.txt",
            "selection/predictions.npy", "selection/report.json", "similarity/cosine.npy",
        ];
        foreach (var file in expected) Assert.True(File.Exists(Path.Combine(run, file)), $"{file} is missing");
        Assert.DoesNotContain(
            Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories),
            f => f.EndsWith(".partial", StringComparison.Ordinal) || f.EndsWith(".units", StringComparison.Ordinal));
        Assert.Contains("cluster 0", result.Output, StringComparison.Ordinal);
        Assert.All(
            JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["stages"]!.AsArray(),
            stage => Assert.Equal(InstructionSets.InUse, (string?)stage!["versions"]!["instructions"]));
    }

    [Fact]
    public void A_finished_run_does_nothing_the_second_time()
    {
        using var world = new TinyWorld();
        var run = world.In("run");
        Cluster(world, run);
        var before = File.ReadAllText(Path.Combine(run, "run.json"));
        Assert.Equal(0, Cluster(world, run).ExitCode);
        Assert.Equal(before, File.ReadAllText(Path.Combine(run, "run.json")));
    }

    [Fact]
    public void A_sketched_run_measures_its_error()
    {
        using var world = new TinyWorld();
        var result = Cluster(world, world.In("run"), "--method", "sketch", "--dimensions", "1024", "--memory", "1");
        Assert.True(result.ExitCode == 0, result.Errors);
        var audit = JsonNode.Parse(File.ReadAllText(Path.Combine(world.In("run"), "similarity", "audit.json")))!;
        var rms = audit["rms_error"]!.GetValue<double>();
        Assert.True(rms > 0 && rms < 3 / Math.Sqrt(1024), $"the measured error {rms} should be near 1 / sqrt(m)");
        Assert.False(File.Exists(Path.Combine(world.In("run"), "similarity", "cosine.npy.sketch.partial")));
    }

    /// <summary>Kills at random moments until the run is through; the seed fixes the moments, the machine decides what they hit.</summary>
    [Fact]
    public void A_killed_run_goes_on_and_ends_byte_for_byte_the_same()
    {
        using var world = new TinyWorld();
        var (whole, killed) = (world.In("whole"), world.In("killed"));
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, QuantaCommand.Run(InBlocks(world, whole)).ExitCode);
        var duration = clock.Elapsed;
        var random = new Philox(5);
        for (var kill = 0; kill < 5; kill++)
            QuantaCommand.RunAndKill(random.NextDouble() * duration, InBlocks(world, killed));
        Assert.Equal(0, QuantaCommand.Run(InBlocks(world, killed)).ExitCode);
        Assert.Equal(Fingerprint(whole), Fingerprint(killed));
    }

    [Fact]
    public void The_number_of_threads_and_the_memory_do_not_change_a_byte()
    {
        using var world = new TinyWorld();
        QuantaCommand.Run([.. InBlocks(world, world.In("two")), "--threads", "2"]);
        var result = Cluster(world, world.In("one"), "--memory", "1", "--threads", "1");
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(Fingerprint(world.In("two")).Where(f => f.File != "run.json"), Fingerprint(world.In("one")).Where(f => f.File != "run.json"));
    }

    [Fact]
    public void Other_options_on_the_same_folder_are_refused()
    {
        using var world = new TinyWorld();
        Cluster(world, world.In("run"));
        var result = Cluster(world, world.In("run"), "--seed", "9");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("seed is 0 there and 9 here", result.Errors, StringComparison.Ordinal);
    }

    private static string[] Arguments(TinyWorld world, string run) => ["cluster", "--pile", world.Pile, "--model", world.Model, "--run", run, .. Small];

    private static string[] InBlocks(TinyWorld world, string run) => [.. Arguments(world, run), "--memory", "0.001"];

    private static CommandResult Cluster(TinyWorld world, string run, params string[] more) => QuantaCommand.Run([.. Arguments(world, run), .. more]);

    /// <summary>Every file and its hash; run.json and the page without times and without the command, in which the folder's name stands, and not the memory of hashes, which
    /// holds nothing but times.</summary>
    private static List<(string File, string Hash)> Fingerprint(string run) =>
        [.. from file in Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            let name = Path.GetRelativePath(run, file)
            where name != ".hashes.json"
            select (name, Convert.ToHexString(SHA256.HashData(name switch { "run.json" => WithoutTimes(file), "report.html" => WithoutSummary(file), _ => File.ReadAllBytes(file) })))];

    /// <summary>The page from its second section on: the first says what was run, and when.</summary>
    private static byte[] WithoutSummary(string page)
    {
        var text = File.ReadAllText(page);
        return System.Text.Encoding.UTF8.GetBytes(text[text.IndexOf("id=\"losses\"", StringComparison.Ordinal)..]);
    }

    private static byte[] WithoutTimes(string manifest)
    {
        var json = JsonNode.Parse(File.ReadAllText(manifest))!;
        foreach (var stage in json["stages"]!.AsArray().Select(stage => stage!))
        {
            if (stage["stage"]!.GetValue<string>() == "report") stage["artifacts"] = null;
            foreach (var name in new[] { "started", "seconds", "command" }) Assert.True(stage.AsObject().Remove(name), name);
        }
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
