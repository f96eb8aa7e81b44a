using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Import;
using Quanta.Discovery.Runs;
using Quanta.Reporting.Scaling;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;

namespace Quanta.Cli.Scaling;

/// <summary>A verb on losses along a scale: those of a run folder, or a matrix.</summary>
internal abstract class LossTableVerb : Verb
{
    [OutputFolder]
    [Option("run", MetaValue = "DIR", HelpText = "The run folder with the losses.")]
    public string? Run { get; set; }

    [InputFile]
    [Option("losses", MetaValue = "FILE", HelpText = "Instead of a run folder: losses as .npy, [predictions, columns], nats.")]
    public string? Losses { get; set; }

    [Distinct]
    [Option("columns", Separator = ',', MetaValue = "NAME,...",
        HelpText = "With --losses: \"model\" or \"model@step100\" for each column; default: those of the published file of that name.")]
    public IEnumerable<string> ColumnNames { get; set; } = [];

    [InputFile]
    [Option("sizes", MetaValue = "FILE", HelpText = "With --losses: models' sizes without embeddings, as num_params.pt or a .csv with model and parameters.")]
    public string? Sizes { get; set; }

    [Option("over", Default = ScaleChoice.Auto, MetaValue = "SCALE",
        HelpText = "What grows: models, or the checkpoints of one; auto takes models where at least two sizes are known.")]
    public ScaleChoice Over { get; set; }

    [Option("model", MetaValue = "NAME", HelpText = "With checkpoints: whose; default: the model with the most.")]
    public string? Model { get; set; }

    /// <summary>Opens the losses; dispose the result.</summary>
    protected NpyLossTable OpenTable()
    {
        if (Losses is null == Run is null) throw new UsageException("Losses are required once: --run, a run folder, or --losses, a .npy file.");
        if (Run is not null) return RunLosses.Open(RunFolder.OpenForReading(Run));
        IReadOnlyList<string>? names = ColumnNames.Any() ? [.. ColumnNames] : PublishedLosses.ColumnsOf(Losses!);
        if (names is null)
            throw new UsageException($"--columns is required: a name for each column of {Losses}, such as small,large or model@step100,model@step200.");
        var sizes = Sizes is null ? new Dictionary<string, double>() : ModelSizes.Read(Sizes);
        var columns = names.Select(name => LossColumn.Parse(name)).Select(column => column with { Parameters = sizes.GetValueOrDefault(column.Model, double.NaN) });
        return NpyLossTable.OpenMatrix(Losses!, [.. columns]);
    }

    /// <summary>The scale that is asked for, without columns that have no losses.</summary>
    protected LossScale ScaleOf(ILossTable table)
    {
        var missing = MissingColumns.Find(table).ToHashSet();
        var columns = table.Columns.Select((column, i) => missing.Contains(i) ? column with { Step = double.NaN, Parameters = double.NaN } : column).ToList();
        var models = LossScale.OverModels(columns);
        if (Over == ScaleChoice.Models || (Over == ScaleChoice.Auto && models.Count > 1))
        {
            Require.That(models.Count > 1,
                $"Laws over models need at least two models of known size, but there are {models.Count} among {table.Columns.Count} columns. "
                + "Give their sizes with --sizes, or ask for --over checkpoints.");
            return models;
        }
        var name = Model ?? columns.Where(column => column.Step > 0).GroupBy(column => column.Model).MaxBy(model => model.Count())?.Key;
        var checkpoints = LossScale.OverCheckpoints(columns, name ?? "");
        Require.That(checkpoints.Count > 1, "Laws over checkpoints need at least two of one model after step 0, named as model@step100, "
            + $"but there are {checkpoints.Count}{(name is null ? "" : " of " + name)}.");
        return checkpoints;
    }

    /// <summary>All that one pass over the losses tells.</summary>
    protected LossSummary Summarise(NpyLossTable table, LossScale scale, TokenThresholds thresholds, VerbContext context)
    {
        // One thread more than processors, as one often waits for the disk.
        var options = new LossScanOptions { Threads = Threads is null ? ThreadCount + 1 : ThreadCount };
        return InPercent(context, "losses", progress => LossSummary.Compute(table, scale, thresholds, options, progress, context.Cancellation));
    }
}

/// <summary>What grows along a scale, as asked for.</summary>
internal enum ScaleChoice
{
    /// <summary>Models where at least two sizes are known, else checkpoints.</summary>
    Auto,
    Models,
    Checkpoints,
}
