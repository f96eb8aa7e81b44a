using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Import;
using Quanta.Discovery.Runs;
using Quanta.Reporting.Scaling;

namespace Quanta.Cli.Scaling;

[Verb("import", HelpText = "Bring published artifacts, or tables of losses of any origin, into a run folder.")]
internal sealed class ImportVerb : Verb
{
    [InputFile, Distinct]
    [Value(0, MetaName = "FILE...",
        HelpText = "Published files by their names: pythia-1.npy, pythia-2.npy, timeseries*.npy, num_params.pt, zero_and_induction_idxs.pkl, full_more.pt, "
            + "clusters_full_more.pkl.")]
    public IEnumerable<string> Files { get; set; } = [];

    [OutputFolder]
    [Option("run", MetaValue = "DIR", HelpText = "The run folder.")]
    public string? Run { get; set; }

    [InputFile]
    [Option("losses", MetaValue = "FILE", HelpText = "Any other table of losses as .npy, [predictions, columns], nats; needs --columns.")]
    public string? Losses { get; set; }

    [Distinct]
    [Option("columns", Separator = ',', MetaValue = "NAME,...", HelpText = "With --losses: \"model\" or \"model@step100\" for each column.")]
    public IEnumerable<string> ColumnNames { get; set; } = [];

    [InputFile]
    [Option("trajectories", Separator = ',', MetaValue = "FILE,...",
        HelpText = "Losses as .npy, [models, checkpoints, predictions], nats; several follow one another. Needs --axes.")]
    public IEnumerable<string> Trajectories { get; set; } = [];

    [InputFile]
    [Option("axes", MetaValue = "FILE", HelpText = "With --trajectories: JSON with \"models\" and \"step_numbers\".")]
    public string? Axes { get; set; }

    [InputFile]
    [Option("sizes", MetaValue = "FILE", HelpText = "Models' sizes without embeddings, as num_params.pt or a .csv with model and parameters.")]
    public string? Sizes { get; set; }

    [AtLeast(1)]
    [Option("stride", Default = 50, MetaValue = "N", HelpText = "Of zero_and_induction_idxs.pkl, take every N-th candidate.")]
    public int Stride { get; set; }

    [AtLeast(1)]
    [Option("count", Default = 10_000, MetaValue = "N", HelpText = "Of zero_and_induction_idxs.pkl, take at most N.")]
    public int Count { get; set; }

    public override void Execute(VerbContext context)
    {
        var files = Files.ToList();
        var kinds = files.Select(KindOf).ToList();
        var published = files.Where((_, i) => kinds[i] == PublishedKind.ModelSizes).ToList();
        Require.That(published.Count + (Sizes is null ? 0 : 1) <= 1, "The models' sizes are given once: one num_params.pt, or --sizes.");
        var sizes = Sizes ?? published.FirstOrDefault();
        Require.That(files.Count > 0 || Losses is not null || Trajectories.Any(),
            "There is nothing to import: name published files, or give --losses or --trajectories.");
        Require.That(Losses is null || ColumnNames.Any(), "--columns is required with --losses: a name for each column.");
        Require.That(!Trajectories.Any() || Axes is not null, "--axes is required with --trajectories: a JSON file with \"models\" and \"step_numbers\".");
        var known = sizes is null ? new Dictionary<string, double>() : ModelSizes.Read(sizes);
        var axes = Axes is null ? null : TrajectoryAxes.Read(Axes);
        using var session = Session(context, RunFolder.Open(Require.Option(Run, "--run", "the folder to import into")));
        foreach (var (kind, file) in kinds.Zip(files).OrderBy(entry => entry.First)) Import(session, kind, file, known);
        if (Losses is not null) LossImport.Run(session, Losses, [.. ColumnNames], known);
        if (Trajectories.Any()) LossImport.Run(session, [.. Trajectories], axes!, known);
        new Results(context.Terminal.Output, Json)
            .Add("run", session.Folder.Path)
            .Add("columns of losses", RunArtifacts.ModelsWithLosses(session.Folder).LongCount())
            .Write();
    }

    private void Import(RunSession session, PublishedKind kind, string file, IReadOnlyDictionary<string, double> sizes)
    {
        if (kind == PublishedKind.Losses) LossImport.Run(session, file, PublishedLosses.ColumnsOf(file)!, sizes);
        else if (kind == PublishedKind.Candidates) DiscoveryImport.Selection(session, file, Stride, Count);
        else if (kind == PublishedKind.Similarity) DiscoveryImport.Similarity(session, file);
        else if (kind == PublishedKind.Clusters) DiscoveryImport.Clusters(session, file);
    }

    private static PublishedKind KindOf(string file) => Path.GetFileName(file) switch
    {
        "num_params.pt" => PublishedKind.ModelSizes,
        "zero_and_induction_idxs.pkl" => PublishedKind.Candidates,
        "full_more.pt" => PublishedKind.Similarity,
        "clusters_full_more.pkl" => PublishedKind.Clusters,
        _ when PublishedLosses.ColumnsOf(file) is not null => PublishedKind.Losses,
        var name => throw new UsageException($"{name} is no published file's name. For other tables of losses use --losses with --columns, or "
            + "--trajectories with --axes."),
    };

    /// <summary>In the order in which they are imported: clusters need the selection that similarities or candidates bring.</summary>
    private enum PublishedKind
    {
        ModelSizes,
        Losses,
        Candidates,
        Similarity,
        Clusters,
    }
}
