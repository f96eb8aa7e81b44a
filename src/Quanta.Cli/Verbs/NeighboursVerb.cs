using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Neighbours;
using Quanta.Discovery.Runs;

namespace Quanta.Cli.Verbs;

[Verb("neighbours", HelpText = "Find the nearest neighbours of tokens, or of vectors of yours, by cosine, without a matrix of all pairs.")]
internal sealed class NeighboursVerb : Verb, IRunOptions, INeighbourOptions
{
    public string? Run { get; set; }

    [InputFile]
    [Option("vectors", MetaValue = "FILE", HelpText = "Instead of a run folder: vectors as .npy, [n, d], of any length.")]
    public string? Vectors { get; set; }

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "With --vectors: where the numbers of the neighbours go, int32 [n, K], nearest first, -1 for none.")]
    public string? Out { get; set; }

    [OutputFile]
    [Option("cosines-out", MetaValue = "FILE", HelpText = "With --vectors: where their cosines go, float32 [n, K].")]
    public string? CosinesOut { get; set; }

    public int? Neighbours { get; set; }

    public NeighbourSearch? Search { get; set; }

    public int Partitions { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Seed of everything random.")]
    public ulong Seed { get; set; }

    protected override void Validate()
    {
        base.Validate();
        Require.That(Neighbours is not null, "--neighbours is required: how many nearest neighbours of each token.");
        Require.That(Vectors is null || Run is null, "--run and --vectors are different things to search: give one of them.");
    }

    public override void Execute(VerbContext context)
    {
        if (Vectors is null) OnRunFolder(context);
        else OnFile(context, Vectors);
    }

    private void OnRunFolder(VerbContext context)
    {
        var run = Require.Option(Run, "--run", "the run folder whose vectors were kept (quanta similarity --keep-vectors), or --vectors, --out and --cosines-out");
        using var session = Session(context, RunFolder.OpenExisting(run));
        session.Folder.HashOf(RunArtifacts.Vectors);
        var report = NeighbourStage.Run(session, OptionsFor(session.Folder.PathOf(RunArtifacts.Vectors)));
        Write(context, report, session.Folder.PathOf(RunArtifacts.Neighbours), session.Folder.PathOf(RunArtifacts.NeighbourCosines));
    }

    private void OnFile(VerbContext context, string vectors)
    {
        var files = new GraphFiles(Require.Option(Out, "--out", "where the neighbours go"), Require.Option(CosinesOut, "--cosines-out", "where their cosines go"));
        var observer = context.Terminal.Observer(Quiet);
        var report = NeighbourStage.Find(vectors, files, OptionsFor(vectors), Computation(observer), observer, context.Cancellation);
        Write(context, report, files.Indices, files.Cosines);
    }

    private NeighbourSearchOptions OptionsFor(string path)
    {
        using var vectors = VectorFile.Open(path);
        return ((INeighbourOptions)this).ToSearchOptions(vectors.Count, Seed);
    }

    private void Write(VerbContext context, NeighbourReport report, string neighbours, string cosines)
    {
        var results = new Results(context.Terminal.Output, Json).Add("vectors", report.Vectors).Add("without neighbours", report.WithoutNeighbours);
        if (report is { Recall: { } recall, RecallOfTen: { } ofTen, RecallOfClear: { } ofClear })
            results.Add("recall", recall).Add("recall of the ten nearest", ofTen).Add("recall of those nearer than chance", ofClear);
        results.Add("neighbours", neighbours).Add("cosines", cosines).Write();
    }
}
