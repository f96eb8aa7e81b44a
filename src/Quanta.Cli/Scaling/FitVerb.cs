using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery;
using Quanta.Scaling.Fits;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Searches;
using Quanta.Scaling.Tables;

namespace Quanta.Cli.Scaling;

[Verb("fit", HelpText = "Fit a scaling law to a table: a power law, Chinchilla's, a broken one, a sigmoid and others, with intervals and a checklist.")]
internal sealed class FitVerb : FitColumnsVerb
{
    [InputFile]
    [Value(0, MetaName = "TABLE", HelpText = "Comma-separated values with a line of column names; plain, .gz or .zst.")]
    public string? Table { get; set; }

    [Option("form", MetaValue = "NAME", HelpText = "power, power-constant, chinchilla, broken, sigmoid, step, hinge, quanta or quanta-data.")]
    public string? Form { get; set; }

    [AtLeast(1)]
    [Option("breaks", Default = 1, MetaValue = "N", HelpText = "With --form broken: how many breaks.")]
    public int Breaks { get; set; }

    [Option("objective", MetaValue = "NAME", HelpText = "huber-log, squared-log or squared; default: the form's own.")]
    public string? Objective { get; set; }

    [Above(0)]
    [Option("delta", Default = 1e-3, MetaValue = "D", HelpText = "With huber-log: residuals of the logarithm beyond this count in proportion.")]
    public double Delta { get; set; }

    [AtLeast(1)]
    [Option("starts", MetaValue = "N", HelpText = "Searches; default: from every point of the form's grid.")]
    public int? Starts { get; set; }

    [AtLeast(0)]
    [Option("hold-out", MetaValue = "N", HelpText = "Keep the N points of the largest sizes from the fit and report how well it predicts them.")]
    public int HoldOut { get; set; }

    [AtLeast(0)]
    [Option("bootstrap", MetaValue = "N", HelpText = "Resamples for standard errors and intervals.")]
    public int Bootstrap { get; set; }

    [Option("resample", Default = BootstrapKind.Pairs, MetaValue = "KIND", HelpText = "What is resampled.")]
    public BootstrapKind Resample { get; set; }

    [Between(0, 1)]
    [Option("confidence", Default = 0.95, MetaValue = "P", HelpText = "Of all intervals.")]
    public double Confidence { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Names the random numbers of the bootstrap.")]
    public ulong Seed { get; set; }

    [Above(0)]
    [Option("predict", Separator = ',', MetaValue = "X,...", HelpText = "Sizes at which to evaluate the law; for chinchilla N and D in turn.")]
    public IEnumerable<double> Predictions { get; set; } = [];

    public override void Execute(VerbContext context)
    {
        var form = ChosenForm();
        var sizes = Predictions.ToList();
        Require.That(sizes.Count % form.Inputs.Count == 0,
            $"--predict needs {form.Inputs.Count} sizes a point for the form '{form.Name}', but {sizes.Count} were given.");
        Require.That(Bootstrap is 0 or >= 2, $"--bootstrap must be at least 2, but it is {Bootstrap}.");
        var columns = ToColumns(form);
        var table = TextTableFile.Read(Require.Option(Table, "TABLE", "the file of points, with a line of column names"));
        var points = columns.Points(table, form);
        if (Loss is not null && points.Measured.ContainsAnyExceptInRange(0, double.MaxValue))
            throw new InvalidDataException($"Losses are never negative, but column '{Loss}' of {table.Name} has such values: are these log-probabilities? "
                + "If they are no losses, name the column with --y.");
        using var progress = new FitProgressObserver(context.Terminal.Observer(Quiet));
        var fit = ScalingFit.Run(form, points, ToOptions(), progress, context.Cancellation);
        var report = new FitReport(fit, Confidence, [.. sizes.Chunk(form.Inputs.Count)]);
        if (Json) context.Terminal.Output.WriteLine(report.ToJson().ToJsonString());
        else report.WriteText(context.Terminal.Output);
    }

    private IScalingForm ChosenForm()
    {
        var name = Require.Option(Form, "--form", $"one of {string.Join(", ", ScalingForms.All.Select(form => form.Name))}, or broken with --breaks");
        try
        {
            return ScalingForms.Named(name, Breaks);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(Sentence.Of(problem));
        }
    }

    private FitOptions ToOptions() => new()
    {
        Loss = Objective switch
        {
            null => null,
            "squared" => FitLoss.Squared,
            "squared-log" => FitLoss.SquaredLog,
            "huber-log" => FitLoss.HuberLog(Delta),
            _ => throw new UsageException($"--objective must be huber-log, squared-log or squared, but it is '{Objective}'."),
        },
        MaxStarts = Starts,
        HoldOut = HoldOut,
        Confidence = Confidence,
        Bootstrap = Bootstrap == 0 ? null : new BootstrapOptions(Bootstrap, Resample, Seed),
        Threads = ThreadCount,
    };

    /// <summary>Passes a fit's progress on, one bar a piece of work.</summary>
    private sealed class FitProgressObserver(IStageObserver observer) : IProgress<FitProgress>, IDisposable
    {
        private readonly Lock _lock = new();
        private string? _work;
        private IStageProgress? _bar;
        private int _done;

        public void Report(FitProgress value)
        {
            lock (_lock)
            {
                if (value.Work != _work)
                {
                    _bar?.Dispose();
                    (_work, _bar, _done) = (value.Work, observer.Begin("fit", value.Total, value.Work), 0);
                }
                if (value.Done <= _done) return;
                _bar!.Advance(value.Done - _done);
                _done = value.Done;
            }
        }

        public void Dispose() => _bar?.Dispose();
    }
}
