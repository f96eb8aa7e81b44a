using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Emergence;

namespace Quanta.Cli.Emergence;

[Verb("emergence", HelpText = "Abilities that appear with scale: detect, generate, calibrate. See `quanta emergence --help`.")]
internal sealed class EmergenceGroupOptions;

/// <summary>The verbs under `quanta emergence`.</summary>
internal static class EmergenceGroup
{
    public const string Name = "emergence";

    public static Type[] Verbs { get; } = [typeof(EmergenceDetectVerb), typeof(EmergenceGenerateVerb), typeof(EmergenceCalibrateVerb)];
}

[Verb("generate", HelpText = "Print the curve that a published definition in pseudocode calls emergent, as a table for `quanta emergence detect`.")]
internal sealed class EmergenceGenerateVerb : Verb
{
    [Above(0)]
    [Option("at", Default = 1e22, MetaValue = "SCALE", HelpText = "The scale at which the ability appears.")]
    public double At { get; set; }

    [AtLeast(0), AtMost(1)]
    [Option("performance", Default = 0.3, MetaValue = "SCORE", HelpText = "The performance there.")]
    public double Performance { get; set; }

    [Above(0)]
    [Option("scales", Separator = ',', MetaValue = "SCALE,...", HelpText = "The models' scales; default: 1e18 to 1e24, two a decade.")]
    public IEnumerable<double> Scales { get; set; } = [];

    public override void Execute(VerbContext context)
    {
        double[] scales = [.. Scales];
        if (scales.Length == 0) scales = [.. Enumerable.Range(0, 13).Select(i => Math.Pow(10, 18 + i / 2.0))];
        var curve = new EmergencePattern(At, Performance).Over(scales);
        var table = new ResultTable("task", "scale", "score");
        foreach (var point in curve.Points) table.Add(curve.Task, point.Scale, point.Score);
        if (Json) context.Terminal.Output.WriteLine(table.ToJson().ToJsonString());
        else context.Terminal.Output.Write(table.ToCsv());
    }
}

[Verb("calibrate", HelpText = "Measure the detector on curves whose truth is known: how often it sees a jump in lines, smooth rises and jumps.")]
internal sealed class EmergenceCalibrateVerb : DetectorVerb
{
    [AtLeast(1)]
    [Option("trials", Default = 1000, MetaValue = "N", HelpText = "Curves of each truth.")]
    public int Trials { get; set; }

    [AtLeast(2)]
    [Option("scales", Separator = ',', MetaValue = "N,...", HelpText = "Models on a curve, equally spaced in the logarithm; default: 8,12.")]
    public IEnumerable<int> Scales { get; set; } = [];

    [Above(0)]
    [Option("range", Default = 2.25, MetaValue = "DECADES", HelpText = "Decades from the smallest to the largest model; Pythia's are 2.23.")]
    public double Range { get; set; }

    [AtLeast(1)]
    [Option("items", Default = 1000, MetaValue = "N", HelpText = "Items of each score.")]
    public int Items { get; set; }

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "Write the table as CSV.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        var detector = ToDetector();
        int[] scales = [.. Scales];
        TrialTruth[] truths =
        [
            TrialTruth.Line(0.25, 0.25), TrialTruth.Line(0.25, 0.5), TrialTruth.Line(0.05, 0.95), TrialTruth.Rise(0.25, 0.75, 1 / Range),
            TrialTruth.Step(0.02, 0.3), TrialTruth.Step(0.25, 0.3), TrialTruth.Step(0.25, 0.3, 0.8), TrialTruth.Step(0.25, 0.2),
        ];
        var table = new ResultTable("truth", "scales", "decades", "items", "trials", "jumps", "rate", "low", "high");
        using var progress = context.Terminal.Observer(Quiet).Begin("trials", truths.Length * Math.Max(1, scales.Length), "rows");
        foreach (var count in scales.Length > 0 ? scales : [8, 12])
        {
            foreach (var truth in truths)
            {
                var run = DetectorTrials.Run(truth, count, Range, Items, Trials, detector, Seed, ThreadCount, context.Cancellation);
                table.Add(run.Truth, run.Scales, run.Decades, run.Items, run.Trials, run.Jumps, run.Rate, run.Interval.Low, run.Interval.High);
                progress.Advance(1);
            }
        }
        if (Out is not null) table.WriteCsv(Out);
        table.Write(context.Terminal.Output, Json);
    }
}

/// <summary>A verb that asks the detector; what counts as a jump.</summary>
internal abstract class DetectorVerb : Verb
{
    [Above(0)]
    [Option("decades", Default = 1.0,
        HelpText = "A rise is smooth when its middle eight tenths take at least so many decades of scale, and three gaps between scales.")]
    public double Decades { get; set; }

    [AtLeast(0)]
    [Option("effect", Default = 0.1, HelpText = "The least change and jump that matter, in units of the score.")]
    public double Effect { get; set; }

    [Between(0, 1)]
    [Option("level", Default = 0.05, HelpText = "Level of the tests.")]
    public double Level { get; set; }

    [AtLeast(19)]
    [Option("simulations", Default = 999, MetaValue = "N", HelpText = "Draws behind each p-value; 19 is the least for 0.05.")]
    public int Simulations { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, HelpText = "Seed of the draws.")]
    public ulong Seed { get; set; }

    /// <summary>The detector that is asked for.</summary>
    protected DetectorOptions ToDetector() => new()
    {
        SmoothDecades = Decades,
        LeastEffect = Effect,
        Level = Level,
        Simulations = Simulations,
        Seed = Seed,
    };
}
