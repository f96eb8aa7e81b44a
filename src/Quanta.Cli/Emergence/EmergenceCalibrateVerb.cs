using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Emergence;

namespace Quanta.Cli.Emergence;

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
