using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Formats.Files;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Parity;
using Quanta.ToyModels.Parity.Analysis;

namespace Quanta.Cli.Parity;

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
