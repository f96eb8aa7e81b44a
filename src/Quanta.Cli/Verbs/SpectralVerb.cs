using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Neighbours;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Clustering.Communities;

namespace Quanta.Cli.Verbs;

[Verb("spectral", HelpText = "Cluster a similarity matrix, spectrally or by another --clusterer, for a list of cluster counts.")]
internal sealed class SpectralVerb : Verb, IRunOptions, IClusterOptions
{
    public string? Run { get; set; }

    [InputFile]
    [Option("similarity", MetaValue = "FILE", HelpText = "Instead of a run folder: a symmetric matrix as .npy, [n, n].")]
    public string? Similarity { get; set; }

    [InputFile]
    [Option("neighbours", MetaValue = "FILE", HelpText = "Instead of a matrix: the numbers of nearest neighbours as .npy, [n, k], as `quanta neighbours` finds them.")]
    public string? Neighbours { get; set; }

    [InputFile]
    [Option("cosines", MetaValue = "FILE", HelpText = "With --neighbours: their cosines as .npy, [n, k].")]
    public string? Cosines { get; set; }

    [InputFile]
    [Option("vectors", MetaValue = "FILE", HelpText = "Vectors as .npy, [n, d]: for --clusterer k-means, and beside --neighbours to measure clusters.")]
    public string? Vectors { get; set; }

    [OutputFolder]
    [Option("out-dir", MetaValue = "DIR", HelpText = "With files of yours: the folder for the labels, int32 [n] each.")]
    public string? OutDir { get; set; }

    [InputFile]
    [Option("labels", MetaValue = "FILE", HelpText = "With files of yours: labels to compare the clusters with (ARI, NMI, AMI), integers [n] as .npy.")]
    public string? Labels { get; set; }

    public string Clusterer { get; set; } = "spectral";

    public Affinity? Affinity { get; set; }

    public IEnumerable<int> Counts { get; set; } = [];

    public int Restarts { get; set; }

    public ulong Seed { get; set; }

    public int? MinClusterSize { get; set; }

    public int? MinSamples { get; set; }

    public double? Resolution { get; set; }

    public LeidenQuality? Communities { get; set; }

    public int StabilityRuns { get; set; }

    public int CalibrationMatrices { get; set; }

    protected override void Validate()
    {
        base.Validate();
        Require.That(Similarity is null || !HasNeighbourFiles, "--similarity and --neighbours or --vectors are different things to cluster: give one of them.");
        Require.That(Neighbours is null == Cosines is null, "--neighbours and --cosines belong together: the two files of `quanta neighbours`.");
        Require.That(!HasNeighbourFiles || Affinity is null or Discovery.Clusters.Affinity.Neighbours, "--affinity belongs to --similarity or a run folder: leave it out.");
        ((IClusterOptions)this).RequireWhatItTakes(IsOnNeighbours);
    }

    private bool HasNeighbourFiles => (Neighbours ?? Vectors) is not null;

    private bool IsOnNeighbours => HasNeighbourFiles || Affinity is Discovery.Clusters.Affinity.Neighbours;

    public override void Execute(VerbContext context)
    {
        if (HasNeighbourFiles) OnNeighbourFiles(context);
        else if (Similarity is null) OnRunFolder(context);
        else OnArray(context, Similarity);
    }

    private void OnRunFolder(VerbContext context)
    {
        var run = Require.Option(Run, "--run", "the run folder with the similarity, or --similarity and --out-dir");
        using var session = Session(context, RunFolder.OpenExisting(run));
        var points = RunArtifacts.ReadPredictions(session.Folder).Length;
        string PathOf(string file) => session.Folder.PathOf(RunArtifacts.Clusters(file));
        if (IsOnNeighbours)
        {
            var onNeighbours = ((IClusterOptions)this).ToNeighbourOptions(points);
            NeighbourClusterStage.Run(session, onNeighbours);
            Write(context, onNeighbours.Name, onNeighbours.Counts, ClusterStage.ReadQuality(session.Folder, onNeighbours.Name), PathOf);
            return;
        }
        var options = Options(Discovery.Clusters.Affinity.Angular, points);
        ClusterStage.Run(session, options);
        Write(context, options.Name, options.Counts, ClusterStage.ReadQuality(session.Folder, options.Name), PathOf);
    }

    private void OnNeighbourFiles(VerbContext context)
    {
        var folder = Require.Option(OutDir, "--out-dir", "the folder for the labels");
        var observer = context.Terminal.Observer(Quiet);
        Directory.CreateDirectory(folder);
        var inputs = new NeighbourInputs(Vectors, Neighbours is null ? null : new(Neighbours, Cosines!));
        var options = ((IClusterOptions)this).ToNeighbourOptions(inputs.Count());
        var given = Labels is null ? null : Npy.Read(Labels).ToInt32();
        var qualities = NeighbourClusterStage.Cluster(inputs, folder, options, given, keepFinished: false, Computation(observer), observer, context.Cancellation);
        Write(context, options.Name, options.Counts, qualities, file => Path.Combine(folder, file + ".npy"));
    }

    private void OnArray(VerbContext context, string similarity)
    {
        var folder = Require.Option(OutDir, "--out-dir", "the folder for the labels");
        Require.That(Affinity is not (null or Discovery.Clusters.Affinity.Neighbours), "--affinity is required with --similarity: angular (for cosines) or given (for an affinity).");
        var observer = context.Terminal.Observer(Quiet);
        Directory.CreateDirectory(folder);
        var given = Labels is null ? null : Npy.Read(Labels).ToInt32();
        ClusterOptions OptionsFor(int points) => Options(Affinity.Value, points);
        var qualities = ClusterStage.Cluster(similarity, folder, OptionsFor, given, keepFinished: false, Computation(observer), observer, context.Cancellation);
        var options = OptionsFor(qualities[0].Structure!.Points);
        Write(context, options.Name, options.Counts, qualities, file => Path.Combine(folder, file + ".npy"));
    }

    /// <summary>What was clustered, what its matrix says before any clustering, and where the labels are.</summary>
    private void Write(VerbContext context, string clusterings, IReadOnlyList<int> counts, IReadOnlyList<ClusteringQuality> qualities, Func<string, string> pathOf)
    {
        var results = new Results(context.Terminal.Output, Json);
        if (qualities[0].Structure is { } structure)
        {
            results.Add("points", structure.Points).Add("distinct rows", structure.DistinctRows).Add("components", structure.Components)
                .Add("isolated points", structure.IsolatedPoints);
        }
        foreach (var count in counts) results.Add(count == ClustererOptions.ChosenCount ? "chosen" : $"k {count}", pathOf(ClusterOptions.NameOf(clusterings, count)));
        results.Write();
    }

    private ClusterOptions Options(Affinity affinity, int points) => ((IClusterOptions)this).ToClusterOptions(affinity, points);
}
