using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Formats.Files;
using Quanta.ToyModels.Parity.Sweeps;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.Cli.Parity;

/// <summary>quanta parity sweep FILE</summary>
[Verb("sweep", HelpText = "Run a sweep described in a JSON file; finished runs are kept, unfinished ones go on.")]
internal sealed class ParitySweepOptions : CommandArguments
{
    [InputFile]
    [Value(0, MetaName = "FILE", Required = true, HelpText = "A sweep definition, e.g. experiments/parity/p-scaling-15.json.")]
    public string File { get; set; } = "";

    [OutputFolder]
    [Option("out", HelpText = "Folder of the runs; default: the sweep's name.")]
    public string? Out { get; set; }

    [Above(0), AtMost(1)]
    [Option("scale", Default = 1.0, HelpText = "In (0, 1]: fewer sizes, steps and test points, for a taste.")]
    public double Scale { get; set; }

    [AtLeast(1)]
    [Option("threads", HelpText = "Threads, divided among runs side by side. Default: all.")]
    public int? Threads { get; set; }

    [AtLeast(1)]
    [Option("checkpoint-every", Default = 5000L, HelpText = "Steps between checkpoints of a run.")]
    public long CheckpointEvery { get; set; }
}

/// <summary>Runs a sweep into a folder and writes its summary table.</summary>
internal static class ParitySweepVerb
{
    /// <summary>Prints the summary as CSV, which is also written to summary.csv in the folder, and an error for each failed run.</summary>
    /// <returns>The exit code: done when every run succeeded.</returns>
    public static int Execute(ParitySweepOptions options, Terminal terminal, IProgress<SweepProgress> progress, CancellationToken cancellation)
    {
        var sweep = SweepDefinition.Read(options.File);
        var folder = options.Out ?? sweep.Name;
        var execution = new ParityExecution { CheckpointEvery = options.CheckpointEvery };
        var (runs, threads) = (SweepScale.Runs(sweep, options.Scale), options.Threads ?? Environment.ProcessorCount);
        var outcomes = SweepRunner.Run(runs, folder, threads, execution, progress, cancellation);
        foreach (var failed in outcomes.Where(o => o.Failure is not null)) terminal.Error($"Run {failed.Index:0000} failed: {failed.Failure}");
        var table = SweepTable.Of(outcomes).ToCsv();
        AtomicFile.WriteText(Path.Combine(folder, "summary.csv"), table);
        terminal.Output.Write(table);
        return outcomes.All(o => o.Failure is null) ? ExitCode.Done : ExitCode.Failed;
    }
}
