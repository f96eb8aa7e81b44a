using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Discovery.Selection;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Reporting.Report;
using Quanta.Reporting.Samples;

namespace Quanta.Cli.Verbs;

[Verb("cluster", HelpText = "The main job: corpus, losses, selection, similarity, clusters, samples, report.")]
internal sealed class ClusterVerb : Verb, ICorpusOptions, IModelOptions, ISelectionOptions, ISimilarityOptions, IClusterOptions, ISampleOptions, IRunOptions
{
    public string? Pile { get; set; }

    public string? Tokenizer { get; set; }

    public int Documents { get; set; }

    public int DocumentTokens { get; set; }

    public bool SkipBadLines { get; set; }

    public IEnumerable<string> Models { get; set; } = [];

    public double Threshold { get; set; }

    public bool KeepInducible { get; set; }

    public int? Stride { get; set; }

    public int Count { get; set; }

    public SimilarityMethod Method { get; set; }

    public int Dimensions { get; set; }

    public SketchKind Sketch { get; set; }

    public int Audited { get; set; }

    public bool HalfPrecision { get; set; }

    public TokenVectorKind Vectors { get; set; }

    public double? SparseThreshold { get; set; }

    public IEnumerable<int> Layers { get; set; } = [];

    public bool Absolute { get; set; }

    public IEnumerable<string> ExcludedNames { get; set; } = [];

    public string Clusterer { get; set; } = "spectral";

    public Affinity? Affinity { get; set; }

    public IEnumerable<int> Counts { get; set; } = [];

    public int Restarts { get; set; }

    public ulong Seed { get; set; }

    public int StabilityRuns { get; set; }

    public int CalibrationMatrices { get; set; }

    public int Context { get; set; }

    public int PerCluster { get; set; }

    public string? Run { get; set; }

    public override void Execute(VerbContext context)
    {
        var pile = Require.Option(Pile, "--pile", "the corpus, as JSON lines with a `text` each");
        Require.That(Models.Any(), "--model is required: the folder of a GPT-NeoX checkpoint, the first of which is the one whose gradients are clustered.");
        Require.That(Affinity is not Discovery.Clusters.Affinity.Given, "--affinity given belongs to `quanta spectral --similarity FILE`; use angular or absolute here.");
        var models = Models.SelectMany(ModelFolder.Find).ToList();
        var session = Session(context, RunFolder.Open(Run ?? DefaultRun(pile, models[0])));

        CorpusStage.Run(session, pile, Tokenizer ?? models[0].TokenizerPath, ((ICorpusOptions)this).ToCorpusOptions());
        foreach (var model in models) LossStage.Run(session, model);
        var selection = SelectionStage.Run(session, models[0].Name, ((ISelectionOptions)this).ToSelectionOptions());
        if (selection.Selected < 2) throw new InvalidDataException(TooFew(selection));
        SimilarityStage.Run(session, models[0], SimilarityOptions());
        var clusters = ClusterOptionsFor((int)selection.Selected);
        ClusterStage.Run(session, clusters);
        var samples = SampleOptionsOf(clusters, (int)selection.Selected);
        SampleStage.Run(session, samples, models[0].Name);
        ReportStage.Run(session, new ReportOptions { Clustering = samples.Clustering, ContextTokens = Context, PerCluster = PerCluster });
        ClusterSummary.Write(session.Folder, samples, selection, models[0].Name, context.Terminal.Output, Json);
    }

    private static string DefaultRun(string pile, ModelFolder model) =>
        $"{Path.GetFileName(pile).Split('.')[0]}-{model.Name}.run";

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
        + $"{selection.BelowThreshold:N0} have a loss below {Threshold} nats and {selection.Kept:N0} of these are not inducible. Raise --threshold, read more documents, or use a better model.";
}
