using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Emergence;

namespace Quanta.Cli.Emergence;

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
