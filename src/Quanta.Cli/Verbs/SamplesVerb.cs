using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Formats.Numpy;
using Quanta.Reporting.Samples;

namespace Quanta.Cli.Verbs;

internal enum SampleFormat
{
    Terminal,
    Text,
    Jsonl,
    Latex,
}

[Verb("samples", HelpText = "Show text samples of a cluster: for the terminal, as plain text, JSON lines or the paper's LaTeX.")]
internal sealed class SamplesVerb : Verb, IRunOptions, ISampleOptions
{
    public string? Run { get; set; }

    [Option("clustering", MetaValue = "NAME", HelpText = "The clustering, e.g. spectral-angular-k400; default: the one whose samples the run has.")]
    public string? ClusteringName { get; set; }

    [InputFile]
    [Option("labels", MetaValue = "FILE", HelpText = "Instead of --clustering: your own labels as .npy, integers [n], one a selected prediction.")]
    public string? Labels { get; set; }

    [AtLeast(0)]
    [Option("cluster", Separator = ',', MetaValue = "R,R,...", HelpText = "Clusters by rank, 0 the largest; default: all.")]
    public IEnumerable<int> Clusters { get; set; } = [];

    [AtLeast(0)]
    [Option("members", Separator = ',', MetaValue = "I,I,...", HelpText = "Samples by number in their cluster; default: --per-cluster of them.")]
    public IEnumerable<int> Members { get; set; } = [];

    [AtLeast(0)]
    [Option("after", Default = 0, MetaValue = "N", HelpText = "Show N tokens after the target.")]
    public int After { get; set; }

    [Option("format", Default = SampleFormat.Terminal, MetaValue = "FORMAT", HelpText = "terminal, text, jsonl or latex.")]
    public SampleFormat Format { get; set; }

    public int Context { get; set; }

    public int PerCluster { get; set; }

    public override void Execute(VerbContext context)
    {
        var folder = RunFolder.OpenForReading(Require.Option(Run, "--run", "the run folder with the clusters"));
        var clustering = new Clustering(ReadLabels(folder));
        var reader = new SampleReader(folder, RunArtifacts.ModelsWithLosses(folder).FirstOrDefault());
        var ranks = Clusters.Any() ? Clusters : Enumerable.Range(0, clustering.Count);
        var isFirst = true;
        foreach (var rank in ranks)
        {
            if (!isFirst) context.Terminal.Output.Write(Format == SampleFormat.Jsonl ? "" : "\n");
            isFirst = false;
            var members = Members.Any() ? SamplePicker.Named(clustering, rank, Members) : SamplePicker.Spread(clustering, rank, PerCluster);
            var samples = members.Select(m => reader.Read(m, clustering.Label(rank), Context, After, eachAlone: Format == SampleFormat.Latex)).ToList();
            context.Terminal.Output.Write(Render(samples, context.Terminal.OutputHasColour));
        }
    }

    private int[] ReadLabels(RunFolder folder)
    {
        if (Labels is null) return RunArtifacts.ReadClusters(folder, ClusteringName ?? OnlySampled(folder));
        var (labels, points) = (Npy.Read(Labels).ToInt32(), RunArtifacts.ReadPredictions(folder).Length);
        return labels.Length == points
            ? labels
            : throw new InvalidDataException(
                $"{Labels} must hold one label for each of the run's {points} selected predictions, but it holds {labels.Length}.");
    }

    /// <summary>The one clustering whose samples a run has.</summary>
    internal static string OnlySampled(RunFolder folder)
    {
        const string stage = "samples/";
        var sampled = folder.Stages.Where(s => s.Done && s.Stage.StartsWith(stage, StringComparison.Ordinal)).Select(s => s.Stage[stage.Length..]).ToList();
        Require.That(sampled.Count == 1, "--clustering is required: name one of the files in the run's clusters/ folder, without .npy.");
        return sampled[0];
    }

    private string Render(List<ClusterSample> samples, bool colour) => Format switch
    {
        SampleFormat.Terminal => string.Join('\n', samples.Select(s => TerminalSamples.Of(s, new TerminalOptions { Color = colour }))),
        SampleFormat.Text => PlainTextSamples.Of(samples.Select(s => s.Context), int.MaxValue) + "\n",
        SampleFormat.Jsonl => string.Concat(samples.Select(s => JsonSamples.Line(s) + "\n")),
        _ => After > 0 ? string.Join("\n\n", samples.Select(s => LatexSamples.Context(s.Context))) : LatexSamples.Cluster(samples.Select(s => s.Context)),
    };
}
