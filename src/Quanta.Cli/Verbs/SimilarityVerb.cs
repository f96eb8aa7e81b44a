using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Similarity;
using Quanta.Discovery.Similarity.Sketches;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Architectures;

namespace Quanta.Cli.Verbs;

[Verb("similarity", HelpText = "Compute the cosine similarity of per-token gradients.")]
internal sealed class SimilarityVerb : Verb, IModelOptions, IRunOptions, IRawTokenOptions, IWindowOptions, ISimilarityOptions
{
    public IEnumerable<string> Models { get; set; } = [];

    public string? Run { get; set; }

    public string? Tokens { get; set; }

    public int? Window { get; set; }

    public int? WindowStride { get; set; }

    [InputFile]
    [Option("predictions", MetaValue = "FILE",
        HelpText = "With --tokens: global prediction indices as .npy, integers [n]; prediction r of a document predicts its token r + 1.")]
    public string? Predictions { get; set; }

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "With --tokens: where the cosines go, float32 [n, n].")]
    public string? Out { get; set; }

    [OutputFile]
    [Option("absolute-out", MetaValue = "FILE", HelpText = "With --tokens: where the cosines of absolute values go.")]
    public string? AbsoluteOut { get; set; }

    [OutputFile]
    [Option("audit-out", MetaValue = "FILE", HelpText = "With --tokens and --method sketch: where the measured error goes, as JSON.")]
    public string? AuditOut { get; set; }

    [Option("keep-vectors", HelpText = "In a run folder: keep the vectors, or their sketches, instead of the cosines of all pairs, for `quanta neighbours`.")]
    public bool KeepVectors { get; set; }

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

    protected override void Validate()
    {
        base.Validate();
        ((ISimilarityOptions)this).ToSimilarityOptions().Validate();
    }

    public override void Execute(VerbContext context)
    {
        var model = Require.Model(Models, "the checkpoint whose gradients are compared");
        ((ISimilarityOptions)this).RequireLayersOf(model);
        if (Tokens is null) OnRunFolder(context, model);
        else OnArrays(context, model);
    }

    private void OnRunFolder(VerbContext context, ModelFolder model)
    {
        var run = Require.Option(Run, "--run", "the run folder with the selection, or --tokens, --predictions and --out");
        RawWindows.Refuse(this);
        using var session = Session(context, RunFolder.OpenExisting(run));
        SameTokenizer.Require(session.Folder, [model]);
        foreach (var caution in LossCautions.Of(session.Folder, model, ArchitectureRegistry.ReadConfig(model.ConfigPath))) session.Observer.Caution(caution);
        SimilarityStage.Run(session, model, ((ISimilarityOptions)this).ToSimilarityOptions() with { KeepsVectors = KeepVectors });
        var (what, artifact) = KeepVectors ? ("vectors", RunArtifacts.Vectors) : ("similarity", RunArtifacts.Cosine);
        new Results(context.Terminal.Output, Json).Add(what, session.Folder.PathOf(artifact)).Write();
    }

    private void OnArrays(VerbContext context, ModelFolder model)
    {
        Require.That(!KeepVectors, "--keep-vectors belongs to run folders: give --run.");
        var predictions = Npy.Read(Require.Option(Predictions, "--predictions", "the predictions to compare")).ToInt64();
        var output = Require.Option(Out, "--out", "where the cosines go");
        var observer = context.Terminal.Observer(Quiet);
        var options = ((ISimilarityOptions)this).ToSimilarityOptions() with { Absolute = AbsoluteOut is not null };
        var files = new SimilarityFiles(output, AbsoluteOut, AuditOut);
        var documents = RawWindows.Read(Tokens!, this, model, observer);
        if (LossCautions.OfLength(ArchitectureRegistry.ReadConfig(model.ConfigPath), model.Name, documents.LongestContext()) is { } caution) observer.Caution(caution);
        SimilarityStage.ComputeAnew(model, documents, predictions, options, files, Computation(observer), observer, context.Cancellation);
    }
}
