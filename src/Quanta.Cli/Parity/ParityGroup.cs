using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Discovery;
using Quanta.Formats.Files;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Parity;
using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Sweeps;
using Quanta.ToyModels.Parity.Theory;

namespace Quanta.Cli.Parity;

[Verb("parity", HelpText = "Multitask sparse parity: train, sweep, figures, theory, discover. See `quanta parity --help`.")]
internal sealed class ParityGroupOptions;

/// <summary>The verbs under `quanta parity`.</summary>
internal static class ParityGroup
{
    public const string Name = "parity";

    public static Type[] Verbs { get; } =
        [typeof(ParityTrainOptions), typeof(ParitySweepOptions), typeof(ParityFiguresOptions), typeof(ParityTheoryOptions), typeof(ParityDiscoverOptions)];

    /// <summary>Runs one of the verbs and returns its exit code.</summary>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static int Execute(object options, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            return Run(options, terminal, cancellation);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException(Sentence.Of(problem));
        }
    }

    private static int Run(object options, Terminal terminal, CancellationToken cancellation)
    {
        switch (options)
        {
            case ParityTrainOptions train:
                Train(train, terminal, cancellation);
                return ExitCode.Done;
            case ParitySweepOptions sweep:
                return Sweep(sweep, terminal, cancellation);
            case ParityFiguresOptions figures:
                ParityFiguresVerb.Execute(figures, terminal.Output);
                return ExitCode.Done;
            case ParityTheoryOptions theory:
                ParityTheoryVerb.Execute(theory, terminal.Output);
                return ExitCode.Done;
            case ParityDiscoverOptions discover:
                ParityDiscoverVerb.Execute(discover, terminal.Output);
                return ExitCode.Done;
            default:
                throw new ArgumentException($"{options.GetType().Name} is no verb of quanta parity.", nameof(options));
        }
    }

    private static void Train(ParityTrainOptions options, Terminal terminal, CancellationToken cancellation)
    {
        using var progress = terminal.Observer(quiet: false).Begin("training", options.Steps, "steps");
        ParityTrainVerb.Execute(options, terminal.Output, new FractionProgress(progress, options.Steps), cancellation);
    }

    private static int Sweep(ParitySweepOptions options, Terminal terminal, CancellationToken cancellation)
    {
        const int thousandths = 1000;
        using var progress = terminal.Observer(quiet: false).Begin("sweep", thousandths, "thousandths");
        var fraction = new FractionProgress(progress, thousandths);
        return ParitySweepVerb.Execute(options, terminal, new Relay<SweepProgress>(p => fraction.Report(p.Fraction)), cancellation);
    }

    private sealed class Relay<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}

/// <summary>quanta parity theory</summary>
[Verb("theory", HelpText = "The quantization model's predicted exponents, and its closed forms checked against exact sums.")]
internal sealed class ParityTheoryOptions : CommandArguments
{
    [Above(0)]
    [Option("alpha", Separator = ',', HelpText = "Values of the paper's alpha (the Zipf exponent less 1), e.g. 0.4,0.6,1.0.")]
    public IEnumerable<double> Alphas { get; set; } = [];
}

/// <summary>Prints the theory's exponents and the checks of its laws.</summary>
internal static class ParityTheoryVerb
{
    public static void Execute(ParityTheoryOptions options, TextWriter output)
    {
        var theory = new TheoryOptions();
        if (options.Alphas.Any()) theory = theory with { Alphas = [.. options.Alphas] };
        var report = TheoryReport.Compute(theory);
        output.WriteLine("alpha    alpha_N  alpha_S  alpha_D  compute  n(D)");
        foreach (var e in report.Exponents)
            output.WriteLine(FormattableString.Invariant($"{e.Alpha,-8:0.###} {e.Parameters,-8:F4} {e.Steps,-8:F4} {e.Data,-8:F4} {e.Compute,-8:F4} {e.SkillsLearned:F4}"));
        output.WriteLine();
        output.WriteLine("law               alpha    at             exact            closed form      ratio");
        foreach (var c in report.Checks)
            output.WriteLine(FormattableString.Invariant($"{c.Law,-17} {c.Alpha,-8:0.###} {c.At,-14:G6} {c.Exact,-16:G9} {c.ClosedForm,-16:G9} {c.Ratio:F8}"));
    }
}

/// <summary>quanta parity figures RUNS</summary>
[Verb("figures", HelpText = "Draw figures 2, 7, 8, 9 and 10 of the paper from the runs of sweeps.")]
internal sealed class ParityFiguresOptions : CommandArguments
{
    [Value(0, MetaName = "RUNS", Required = true,
        HelpText = "A folder with sweeps' runs in p-scaling-15, d-scaling-6, p-scaling-17 and d-scaling-9, or such of them as there are.")]
    public string Runs { get; set; } = "";

    [OutputFolder]
    [Option("out", Required = true, MetaValue = "DIR", HelpText = "Folder of the figures: SVG, PDF and CSV of what is drawn.")]
    public string Out { get; set; } = "";

    [Option("published", MetaValue = "DIR", HelpText = "Published values to draw beside ours, e.g. docs/gallery/data.")]
    public string? Published { get; set; }

    [Option("unfinished", HelpText = "Draw runs that have not finished as well, as far as they are.")]
    public bool Unfinished { get; set; }
}

/// <summary>Draws what there are runs for and tabulates the exponents.</summary>
internal static class ParityFiguresVerb
{
    /// <summary>Prints the names of the figures' files; exponents.csv holds the exponents of figure 10.</summary>
    public static void Execute(ParityFiguresOptions options, TextWriter output)
    {
        if (!Directory.Exists(options.Runs)) throw new DirectoryNotFoundException($"There is no folder {options.Runs} with runs.");
        var runs = FigureRuns.Load(options.Runs, options.Unfinished);
        var published = options.Published is { } folder ? PublishedParity.Read(folder) : PublishedParity.None;
        Directory.CreateDirectory(options.Out);
        foreach (var (name, chart) in ParityFigureSet.Draw(runs, published))
            foreach (var file in chart.SaveWithPdf(options.Out, name)) output.WriteLine(file);
        AtomicFile.WriteText(Path.Combine(options.Out, "exponents.csv"), ParityFigureSet.Exponents(runs, published).ToCsv());
        output.WriteLine("exponents.csv");
    }
}
