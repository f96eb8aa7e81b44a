using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Laws;
using Quanta.Scaling.Losses;

namespace Quanta.Cli.Scaling;

[Verb("losses", HelpText = "Mean losses and their power law, what each size learns, monogenic and polygenic tokens: one pass over losses of any number.")]
internal sealed class ScalingLossesVerb : LossTableVerb
{
    [AtLeast(0)]
    [Option("fit-from", Default = 0.0, MetaValue = "X", HelpText = "The least size or step that the power law of the means is fitted to.")]
    public double FitFrom { get; set; }

    [Above(0)]
    [Option("fit-to", Default = double.PositiveInfinity, MetaValue = "X", HelpText = "The greatest one; the paper leaves out its largest model with 6e9.")]
    public double FitTo { get; set; }

    [Above(0)]
    [Option("high", Default = 5f, MetaValue = "NATS", HelpText = "A monogenic token's loss lies above this before it falls.")]
    public float High { get; set; }

    [Above(0)]
    [Option("low", Default = 0.3f, MetaValue = "NATS", HelpText = "A loss below this counts as learned.")]
    public float Low { get; set; }

    [AnyNumber]
    [Option("slope", Default = -0.3, MetaValue = "NATS", HelpText = "A polygenic token's loss falls faster than this with ln x.")]
    public double Slope { get; set; }

    [AtLeast(0), AtMost(1)]
    [Option("r-squared", Default = 0.98, MetaValue = "R2", HelpText = "A polygenic token's straight line explains more than this share.")]
    public double RSquared { get; set; }

    [AtLeast(0)]
    [Option("list", Default = 1000, MetaValue = "N", HelpText = "List the first N tokens of each kind.")]
    public int List { get; set; }

    [OutputFolder]
    [Option("out", MetaValue = "DIR", HelpText = "Write means.csv and tokens.csv there.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        Require.That(FitFrom < FitTo, $"--fit-from must be less than --fit-to, but they are {FitFrom} and {FitTo}.");
        Require.That(High > Low, $"--high must be more than --low, but they are {High} and {Low} nats.");
        using var table = OpenTable();
        var scale = ScaleOf(table);
        var observer = context.Terminal.Observer(Quiet);
        foreach (var missing in MissingColumns.Find(table))
            observer.Note($"{table.Columns[missing].Name} is left out: its losses are all 0, so they were never computed.");
        var thresholds = new TokenThresholds { High = High, Low = Low, Slope = Slope, RSquared = RSquared, MostListed = List };
        var tables = new SummaryTables(Summarise(table, scale, thresholds, context), FitFrom, FitTo);
        if (Out is not null) tables.WriteCsv(Out);
        tables.Write(context.Terminal.Output, Json);
    }
}
