using CommandLine;
using Quanta.Cli.Corpus;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Corpus.Making;
using Quanta.Discovery.Ladder;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Discovery.Selection;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Reporting.Report;
using Quanta.Reporting.Samples;

namespace Quanta.Cli.Verbs;

[Verb("cluster",
    HelpText = "The main job: corpus, losses, selection, similarity, clusters, samples, report. With no arguments, the embedded models on the SDK's documentation.")]
internal sealed class ClusterVerb
    : Verb, ICorpusOptions, IModelOptions, ICheckpointOptions, ISelectionOptions, ISimilarityOptions, IClusterOptions, ISampleOptions, IRunOptions
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

    public TokenVectorKind Similarity { get; set; }

    public double? SparseThreshold { get; set; }

    public IEnumerable<int> Layers { get; set; } = [];

    public bool Absolute { get; set; }

    public IEnumerable<string> ExcludedNames { get; set; } = [];

    public string Clusterer { get; set; } = "spectral";

    public Affinity? Affinity { get; set; }

    public IEnumerable<int> Counts { get; set; } = [];

    public int Restarts { get; set; }

    public ulong Seed { get; set; }

    public int? MinClusterSize { get; set; }

    public int? MinSamples { get; set; }

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
        ((IClusterOptions)this).RequireWhatItTakes();
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
        var clusters = ClusterOptionsFor((int)selection.Selected);
        ClusterStage.Run(session, clusters);
        var samples = SampleOptionsOf(clusters, (int)selection.Selected);
        SampleStage.Run(session, samples, model.Name);
        ReportStage.Run(session, new ReportOptions { Clustering = samples.Clustering, ContextTokens = Context, PerCluster = PerCluster });
        ClusterSummary.Of(session.Folder, clusters, samples, selection, model.Name).Write(context.Terminal.Output, Json);
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
        ((ISimilarityOptions)this).ToSimilarityOptions() with { Absolute = Absolute || Affinity == Discovery.Clusters.Affinity.Absolute };

    private ClusterOptions ClusterOptionsFor(int points) => ((IClusterOptions)this).ToClusterOptions(Discovery.Clusters.Affinity.Angular, points);

    private SampleOptions SampleOptionsOf(ClusterOptions options, int points) => new()
    {
        Clustering = options.NameOf(SampleOptions.DefaultClusterCount(points, options.Counts)),
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
