using CommandLine;
using Quanta.Formats.Files;
using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Sweeps;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.Cli.Parity;

/// <summary>quanta parity sweep FILE</summary>
[Verb("sweep", HelpText = "Run a sweep described in a JSON file; finished runs are kept, unfinished ones go on.")]
public sealed class ParitySweepOptions
{
    [Value(0, MetaName = "FILE", Required = true, HelpText = "A sweep definition, e.g. experiments/parity/p-scaling-15.json.")]
    public string File { get; set; } = "";

    [Option("out", HelpText = "Folder of the runs; default: the sweep's name.")]
    public string? Out { get; set; }

    [Option("scale", Default = 1.0, HelpText = "In (0, 1]: fewer sizes, steps and test points, for a taste.")]
    public double Scale { get; set; }

    [Option("threads", HelpText = "Threads, divided among runs side by side. Default: all.")]
    public int? Threads { get; set; }

    [Option("checkpoint-every", Default = 5000L, HelpText = "Steps between checkpoints of a run.")]
    public long CheckpointEvery { get; set; }
}

/// <summary>Runs a sweep into a folder and writes its summary table.</summary>
public static class ParitySweepVerb
{
    /// <summary>Prints the summary as CSV, which is also written to summary.csv in the folder; a line for each failed run goes to <paramref name="errors"/>.</summary>
    /// <returns>0 when every run succeeded, otherwise see <see cref="ParityExit"/>.</returns>
    public static int Execute(ParitySweepOptions options, TextWriter output, TextWriter errors, IProgress<SweepProgress>? progress = null, CancellationToken cancellation = default) => ParityExit.Of(errors, () =>
    {
        var sweep = SweepDefinition.Read(options.File);
        var folder = options.Out ?? sweep.Name;
        var execution = new ParityExecution { CheckpointEvery = options.CheckpointEvery };
        var outcomes = SweepRunner.Run(SweepScale.Runs(sweep, options.Scale), folder, options.Threads ?? Environment.ProcessorCount, execution, progress, cancellation);
        foreach (var failed in outcomes.Where(o => o.Failure is not null)) errors.WriteLine($"Run {failed.Index:0000} failed: {failed.Failure}");
        var table = Csv(SweepTable.Of(outcomes));
        AtomicFile.WriteText(Path.Combine(folder, "summary.csv"), table);
        output.Write(table);
        return outcomes.All(o => o.Failure is null) ? 0 : 1;
    });

    private static string Csv(ResultTable table)
    {
        var text = new StringWriter();
        table.WriteCsv(text);
        return text.ToString();
    }
}
