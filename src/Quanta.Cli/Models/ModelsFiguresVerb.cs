using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Ladder;

namespace Quanta.Cli.Models;

[Verb("figures", HelpText = "Draw the test losses of a folder's models over their size and over their training steps, as SVG and CSV.")]
internal sealed class ModelsFiguresVerb : LadderVerb
{
    [OutputFolder]
    [Option("out", Required = true, MetaValue = "DIR", HelpText = "Where the figures go.")]
    public string Out { get; set; } = "";

    public override void Execute(VerbContext context)
    {
        var ladder = Ladder();
        Directory.CreateDirectory(Out);
        foreach (var (name, chart) in new[] { ("loss-over-size", LadderCharts.OverSize(ladder)), ("loss-over-steps", LadderCharts.OverSteps(ladder)) })
            foreach (var file in chart.Save(Out, name)) context.Terminal.Output.WriteLine(Path.Combine(Out, file));
    }
}
