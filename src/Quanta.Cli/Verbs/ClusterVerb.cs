using CommandLine;
using Quanta.Cli.Corpus;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Discovery.Baselines;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Corpus.Making;
using Quanta.Discovery.Ladder;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Neighbours;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Discovery.Selection;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Clustering.Communities;
using Quanta.Reporting.Report;
using Quanta.Reporting.Samples;

namespace Quanta.Cli.Verbs;

[Verb("cluster",
    HelpText = "The main job: corpus, losses, selection, similarity, clusters, samples, report. With no arguments, the embedded models on the SDK's documentation.")]
internal sealed class ClusterVerb
    : Verb, ICorpusOptions, IModelOptions, ICheckpointOptions, ISelectionOptions, ISimilarityOptions, INeighbourOptions, IClusterOptions, ISampleOptions, IRunOptions
{
    /// <summary>What the embedded models' gradients take some two minutes for on two processors.</summary>
    private const int EmbeddedCount = 1500;

    public IEnumerable<string> Piles { get; set; } = [];

    public string? Tokenizer { get; set; }

    public int Documents { get; set; }

    public int? DocumentTokens { get; set; }

    public int? Window { get; set; }

    public int? WindowStride { get; set; }

    public bool SkipBadLines { get; set; }

    public string? Field { get; set; }

    public string? PrefixToken { get; set; }

    public int ZstdWindow { get; set; }

    public IEnumerable<string> Models { get; set; } = [];

    public string? Family { get; set; }

    public string? Checkpoints { get; set; }

    public double Threshold { get; set; }

    public double? AtLeast { get; set; }

    public string? LearnedBy { get; set; }

    public string? NotBy { get; set; }

    public double? NotBelow { get; set; }

    public string? Mask { get; set; }

    public IEnumerable<string> Kinds { get; set; } = [];

    public Induction? Induction { get; set; }

    public bool KeepInducible { get; set; }

    public int? PerDocument { get; set; }

    public bool EveryDocument { get; set; }

    public int? Stride { get; set; }

    public int? Count { get; set; }

    public SimilarityMethod Method { get; set; }

    public int Dimensions { get; set; }

    public SketchKind Sketch { get; set; }

    public int Audited { get; set; }

    public bool HalfPrecision { get; set; }

    public string Similarity { get; set; } = "gradients";

    public bool PerLayer { get; set; }

    public bool Center { get; set; }

    public double? Whiten { get; set; }

    public double? SoftTarget { get; set; }

    public double? SparseThreshold { get; set; }

    public IEnumerable<int> Layers { get; set; } = [];

    public bool Absolute { get; set; }

    public IEnumerable<string> ExcludedNames { get; set; } = [];

    public int? Neighbours { get; set; }

    public NeighbourSearch? Search { get; set; }

    public int Partitions { get; set; }

    public string Clusterer { get; set; } = "spectral";

    public Affinity? Affinity { get; set; }

    public IEnumerable<int> Counts { get; set; } = [];

    public int Restarts { get; set; }

    public ulong Seed { get; set; }

    public int? MinClusterSize { get; set; }

    public int? MinSamples { get; set; }

    public double? Resolution { get; set; }

    public LeidenQuality? Communities { get; set; }

    [Option("nulls", HelpText = "Also cluster what holds no skills: the same tokens under random weights, and, where they count, with shuffled targets. As long again for each.")]
    public bool Nulls { get; set; }

    public int StabilityRuns { get; set; }

    public int CalibrationMatrices { get; set; }

    public int Context { get; set; }

    public int PerCluster { get; set; }

    public string? Run { get; set; }

    protected override void Validate()
    {
        base.Validate();
        Require.That(Affinity is not Discovery.Clusters.Affinity.Given,
            "--affinity given belongs to `quanta spectral --similarity FILE`; use angular or absolute here.");
        RequireNeighbours();
        ((IClusterOptions)this).RequireWhatItTakes(Neighbours is not null);
        SimilarityOptions().Validate();
        Require.That(Count is null or >= 2, $"--count must be at least 2, as two predictions are the fewest that can be compared, but it is {Count}.");
        RequireCountsUpTo(Count ?? int.MaxValue);
    }

    public override void Execute(VerbContext context)
    {
        var sources = ClusterSources.Of(ModelPaths.Expand(Models, this), [.. Piles]);
        var model = sources.Models[0];
        var tokenizer = Tokenizer ?? model.TokenizerPath;
        SameTokenizer.Require(tokenizer, sources.Models);
        ((ISimilarityOptions)this).RequireLayersOf(model);
        RequireKnown(sources);
        var corpus = ((ICorpusOptions)this).ToCorpusOptions(sources.Models, context.Terminal.Observer(Quiet));
        using var session = Session(context, RunFolder.Open(Run ?? sources.DefaultRun));
        CorpusStage.Run(session, sources.PilesOf(session), tokenizer, corpus);
        foreach (var each in sources.Models) LossStage.Run(session, each);
        var rules = ((ISelectionOptions)this).ToSelectionOptions(sources.AreEmbedded ? EmbeddedCount : null);
        var selection = SelectionStage.Run(session, LearnedBy ?? model.Name, rules, Mask);
        if (selection.Selected < 2) throw new InvalidDataException(TooFew(selection));
        RequireCountsUpTo((int)selection.Selected);
        SimilarityStage.Run(session, model, SimilarityOptions());
        var (clusterings, counts) = Neighbours is null ? ClusterMatrix(session, model, (int)selection.Selected) : ClusterNeighbours(session, (int)selection.Selected);
        BaselineStage.Run(session, clusterings, counts);
        var samples = SampleOptionsOf(clusterings, counts, (int)selection.Selected);
        SampleStage.Run(session, samples, model.Name);
        ReportStage.Run(session, new ReportOptions { Clustering = samples.Clustering, ContextTokens = Context, PerCluster = PerCluster });
        ClusterSummary.Of(session.Folder, clusterings, counts, samples, selection, model.Name).Write(context.Terminal.Output, Json);
    }

    private (string Clusterings, IReadOnlyList<int> Counts) ClusterMatrix(RunSession session, ModelFolder model, int points)
    {
        var options = ((IClusterOptions)this).ToClusterOptions(Discovery.Clusters.Affinity.Angular, points);
        ClusterStage.Run(session, options);
        if (Nulls) NullStage.Run(session, model, SimilarityOptions(), options);
        return (options.Name, options.Counts);
    }

    private (string Clusterings, IReadOnlyList<int> Counts) ClusterNeighbours(RunSession session, int points)
    {
        var options = ((IClusterOptions)this).ToNeighbourOptions(points);
        if (NeighbourClusterers.Get(Clusterer).TakesGraph) NeighbourStage.Run(session, ((INeighbourOptions)this).ToSearchOptions(points, Seed));
        NeighbourClusterStage.Run(session, options);
        return (options.Name, options.Counts);
    }

    private void RequireNeighbours()
    {
        Require.That(Affinity is not Discovery.Clusters.Affinity.Neighbours || Neighbours is not null, "--affinity neighbours belongs to `quanta spectral`; here, --neighbours K says it.");
        if (Neighbours is null) return;
        Require.That(Affinity is null or Discovery.Clusters.Affinity.Neighbours && !Absolute, "--neighbours makes no matrix of similarities: leave --affinity and --absolute out.");
        Require.That(Method == SimilarityMethod.Sketch || SimilaritySum.Parse(Similarity).All(part => part.Kind != TokenVectorKind.Gradients),
            "--neighbours keeps a vector of each token, which gradients are too long for: add --method sketch --dimensions 4096, or compare --similarity heads.");
        Require.That(!Nulls, "--nulls are clustered as a matrix of similarities is, which --neighbours does without.");
    }

    /// <summary>Fails where what has and has not learned the tokens is none of the models, before their losses are computed.</summary>
    private void RequireKnown(ClusterSources sources)
    {
        var known = sources.Models.Select(model => model.Name).ToList();
        foreach (var (option, name) in new[] { ("--learned-by", LearnedBy), ("--not-by", NotBy) })
            Require.That(name is null || known.Contains(name), $"{option} must name one of the models, {string.Join(", ", known)}, but it is {name}. Name it with --model, too.");
    }

    private void RequireCountsUpTo(int points) => Require.That(Counts.All(count => count <= points),
        $"--counts must be at most the number of predictions that are compared, {points}, but it has {Counts.DefaultIfEmpty().Max()}.");

    private SimilarityOptions SimilarityOptions() =>
        ((ISimilarityOptions)this).ToSimilarityOptions() with
        {
            Absolute = Absolute || Affinity == Discovery.Clusters.Affinity.Absolute,
            KeepsVectors = Neighbours is not null,
        };

    private SampleOptions SampleOptionsOf(string clusterings, IReadOnlyList<int> counts, int points) => new()
    {
        Clustering = ClusterOptions.NameOf(clusterings, SampleOptions.DefaultClusterCount(points, counts)),
        ContextTokens = Context,
        PerCluster = PerCluster,
    };

    private string TooFew(SelectionReport selection) =>
        $"Only {selection.Selected} of {selection.Predictions:N0} predictions can be compared; at least 2 are needed. "
        + $"{selection.BelowThreshold:N0} have a loss below {Threshold} nats and {selection.Kept:N0} of these "
        + (selection.Rules is { } rules ? $"are kept by all rules ({string.Join(", ", rules.Select(rule => $"{rule.Left:N0} left after {rule.Rule}"))}). " : "are not inducible. ")
        + "Raise --threshold, read more documents, or use a better model.";
}

/// <summary>What the main job works on: what the user named, and in the place of what they did not, the embedded models and the documentation of the
/// SDK.</summary>
/// <param name="Models">The first is the one whose gradients are clustered; losses are computed of all.</param>
/// <param name="Piles">The corpus, one file after the other; empty: the documentation.</param>
/// <param name="AreEmbedded">Whether the models are the embedded ones.</param>
internal sealed record ClusterSources(IReadOnlyList<ModelFolder> Models, IReadOnlyList<string> Piles, bool AreEmbedded)
{
    private const string DocumentationName = "dotnet-docs";

    public static ClusterSources Of(IEnumerable<string> models, IReadOnlyList<string> piles)
    {
        if (Require.Models(models) is { Count: > 0 } named) return new ClusterSources(named, piles, AreEmbedded: false);
        var ladder = ModelLadder.FindEmbedded(AppContext.BaseDirectory);
        var others = ladder.Models.Where(model => model != ladder.Default).Select(model => model.Folder);
        return new ClusterSources([ladder.Default!.Folder, .. others], piles, AreEmbedded: true);
    }

    /// <summary>The run folder where none is named.</summary>
    public string DefaultRun => $"{(Piles is [var first, ..] ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(first))).Split('.')[0] : DocumentationName)}-{Models[0].Name}.run";

    /// <summary>The corpus's paths; makes the documentation's in the run folder.</summary>
    public IReadOnlyList<string> PilesOf(RunSession session) =>
        Piles.Count > 0 ? Piles : [DocumentationStage.Run(session, DotnetFolder.Find(), new PackOptions())];
}
