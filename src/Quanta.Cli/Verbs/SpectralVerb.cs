using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;

namespace Quanta.Cli.Verbs;

[Verb("spectral", HelpText = "Cluster a similarity matrix, spectrally or by another --clusterer, for a list of cluster counts.")]
internal sealed class SpectralVerb : Verb, IRunOptions, IClusterOptions
{
    public string? Run { get; set; }

    [InputFile]
    [Option("similarity", MetaValue = "FILE", HelpText = "Instead of a run folder: a symmetric matrix as .npy, [n, n].")]
    public string? Similarity { get; set; }

    [OutputFolder]
    [Option("out-dir", MetaValue = "DIR", HelpText = "With --similarity: the folder for the labels, int32 [n] each.")]
    public string? OutDir { get; set; }

    [InputFile]
    [Option("labels", MetaValue = "FILE", HelpText = "With --similarity: labels to compare the clusters with (ARI, NMI, AMI), integers [n] as .npy.")]
    public string? Labels { get; set; }

    public string Clusterer { get; set; } = "spectral";

    public Affinity? Affinity { get; set; }

    public IEnumerable<int> Counts { get; set; } = [];

    public int Restarts { get; set; }

    public ulong Seed { get; set; }

    public int? MinClusterSize { get; set; }

    public int? MinSamples { get; set; }

    public int StabilityRuns { get; set; }

    public int CalibrationMatrices { get; set; }

    protected override void Validate()
    {
        base.Validate();
        ((IClusterOptions)this).RequireWhatItTakes();
    }

    public override void Execute(VerbContext context)
    {
        if (Similarity is null) OnRunFolder(context);
        else OnArray(context, Similarity);
    }

    private void OnRunFolder(VerbContext context)
    {
        var run = Require.Option(Run, "--run", "the run folder with the similarity, or --similarity and --out-dir");
        using var session = Session(context, RunFolder.OpenExisting(run));
        var points = RunArtifacts.ReadPredictions(session.Folder).Length;
        var options = Options(Discovery.Clusters.Affinity.Angular, points);
        ClusterStage.Run(session, options);
        Write(context, options, ClusterStage.ReadQuality(session.Folder, options.Name), file => session.Folder.PathOf(RunArtifacts.Clusters(file)));
    }

    private void OnArray(VerbContext context, string similarity)
    {
        var folder = Require.Option(OutDir, "--out-dir", "the folder for the labels");
        Require.That(Affinity is not null, "--affinity is required with --similarity: angular (for cosines) or given (for an affinity).");
        var observer = context.Terminal.Observer(Quiet);
        Directory.CreateDirectory(folder);
        var given = Labels is null ? null : Npy.Read(Labels).ToInt32();
        ClusterOptions OptionsFor(int points) => Options(Affinity.Value, points);
        var qualities = ClusterStage.Cluster(similarity, folder, OptionsFor, given, keepFinished: false, Computation(observer), observer, context.Cancellation);
        Write(context, OptionsFor(qualities[0].Structure!.Points), qualities, file => Path.Combine(folder, file + ".npy"));
    }

    /// <summary>What was clustered, what its matrix says before any clustering, and where the labels are.</summary>
    private void Write(VerbContext context, ClusterOptions options, IReadOnlyList<ClusteringQuality> qualities, Func<string, string> pathOf)
    {
        var results = new Results(context.Terminal.Output, Json);
        if (qualities[0].Structure is { } structure)
        {
            results.Add("points", structure.Points).Add("distinct rows", structure.DistinctRows).Add("components", structure.Components)
                .Add("isolated points", structure.IsolatedPoints);
        }
        foreach (var count in options.Counts) results.Add(count == ClustererOptions.ChosenCount ? "chosen" : $"k {count}", pathOf(options.NameOf(count)));
        results.Write();
    }

    private ClusterOptions Options(Affinity affinity, int points) => ((IClusterOptions)this).ToClusterOptions(affinity, points);
}
