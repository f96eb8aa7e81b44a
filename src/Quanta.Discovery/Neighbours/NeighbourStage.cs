using System.Text.Json;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;
using Quanta.Numerics.Neighbours;

namespace Quanta.Discovery.Neighbours;

/// <summary>The nearest neighbours of tokens by the cosine of their vectors, in a run folder or of plain vectors. No matrix of all pairs is made.</summary>
public static class NeighbourStage
{
    /// <summary>Finds the neighbours of the run's vectors; writes similarity/neighbours.npy, neighbour-cosines.npy and neighbours.json.</summary>
    public static NeighbourReport Run(RunSession session, NeighbourSearchOptions options)
    {
        var folder = session.Folder;
        var stage = new StageDefinition(
            "neighbours", JsonSerializer.SerializeToNode(options, RunJson.Default.NeighbourSearchOptions)!.AsObject(), RunArtifacts.Hashes(folder, RunArtifacts.Vectors),
            [RunArtifacts.Neighbours, RunArtifacts.NeighbourCosines, RunArtifacts.NeighbourReport])
        {
            Computes = true,
        };
        using (var vectors = VectorFile.Open(folder.PathOf(RunArtifacts.Vectors))) options.Validate(vectors, session.Computation);
        var files = new GraphFiles(folder.PathOf(RunArtifacts.Neighbours), folder.PathOf(RunArtifacts.NeighbourCosines));
        StageRunner.Run(session, stage, () =>
        {
            var report = Find(folder.PathOf(RunArtifacts.Vectors), files, options, session.Computation, session.Observer, session.Cancellation);
            AtomicFile.WriteText(folder.PathOf(RunArtifacts.NeighbourReport), RunJson.Text(report, RunJson.Default.NeighbourReport));
        });
        return JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(RunArtifacts.NeighbourReport)), RunJson.Default.NeighbourReport)!;
    }

    /// <summary>Finds the neighbours of vectors in a file, and writes the graph.</summary>
    /// <param name="vectorsPath">The vectors, [n, d] numbers as .npy, of any length.</param>
    /// <param name="files">Where the graph goes.</param>
    /// <param name="options">How many neighbours, and how they are sought.</param>
    /// <param name="computation">What computes.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between tiles or cells.</param>
    /// <returns>What was found, with the recall on a sample where the search was not exact.</returns>
    /// <exception cref="InvalidDataException">The file holds no vectors.</exception>
    /// <exception cref="ArgumentException">The options do not fit the vectors, one of them is not finite, or the search needs more memory than is
    /// allowed.</exception>
    public static NeighbourReport Find(
        string vectorsPath, GraphFiles files, NeighbourSearchOptions options, Computation computation, IStageObserver observer, CancellationToken cancellation)
    {
        using var vectors = VectorFile.Open(vectorsPath);
        options.Validate(vectors, computation);
        var graph = Search(vectors, options, computation, observer, cancellation);
        files.Write(graph);
        var report = new NeighbourReport { Vectors = graph.Count, Neighbours = graph.Width, Search = options.Search, WithoutNeighbours = graph.WithoutNeighbours().Length };
        if (options.Search == NeighbourSearch.Cells)
        {
            using var progress = observer.Begin("recall of neighbours", 1, "samples");
            var recall = NeighbourRecall.Measure(graph, vectors, NeighbourSearchOptions.RecallSample, options.Seed, computation.Product, computation.Threads, cancellation);
            progress.Advance(1);
            report = report with { Sampled = recall.Sampled, Recall = recall.Mean, RecallOfTen = recall.MeanOfTen, RecallOfClear = recall.OfClear };
        }
        observer.Note(report.ToString());
        if (report.Caution is { } caution) observer.Caution(caution);
        return report;
    }

    private static NeighbourGraph Search(
        VectorFile vectors, NeighbourSearchOptions options, Computation computation, IStageObserver observer, CancellationToken cancellation)
    {
        const int permille = 1000;
        using var progress = observer.Begin("nearest neighbours", permille, "permille");
        var fraction = new FractionProgress(progress, permille);
        return options.Search == NeighbourSearch.Exact
            ? ExactNeighbours.Find(
                vectors, new(options.Neighbours) { Threads = computation.Threads, MemoryBytes = computation.MemoryBytes }, computation.Product, fraction, cancellation)
            : PartitionedNeighbours.Find(vectors, options.ToPartition(computation), computation.Product, fraction, cancellation);
    }
}

/// <summary>How neighbours are sought.</summary>
public enum NeighbourSearch
{
    /// <summary>All pairs are compared.</summary>
    Exact,

    /// <summary>Vectors are compared within cells of random partitions and with their neighbours' neighbours; the recall is measured.</summary>
    Cells,
}

/// <summary>The nearest neighbours that are wanted.</summary>
public sealed record NeighbourSearchOptions
{
    /// <summary>Vectors whose exact neighbours are found to measure the recall.</summary>
    internal const int RecallSample = 500;

    /// <summary>So many vectors are compared with one another in minutes.</summary>
    private const int ExactVectors = 30_000;

    /// <summary>k: of each token.</summary>
    public required int Neighbours { get; init; }

    public NeighbourSearch Search { get; init; }

    /// <summary>Random partitions into cells, where there are any.</summary>
    public int Partitions { get; init; } = 12;

    /// <summary>Names the partitions and the sample on which the recall is measured.</summary>
    public ulong Seed { get; init; }

    /// <summary>Exact where that takes minutes.</summary>
    public static NeighbourSearch SearchFor(int count) => count <= ExactVectors ? NeighbourSearch.Exact : NeighbourSearch.Cells;

    internal PartitionOptions ToPartition(Computation computation) => new(Neighbours) { Partitions = Partitions, Seed = Seed, Threads = computation.Threads };

    internal void Validate(VectorFile vectors, Computation computation)
    {
        var (count, dimensions) = (vectors.Count, vectors.Dimensions);
        if (Neighbours < 1 || Neighbours >= count) throw new ArgumentException($"Each of {count:N0} vectors has 1 to {count - 1:N0} others, but {Neighbours:N0} neighbours were asked for.");
        if (Partitions < 1) throw new ArgumentException($"At least 1 partition is needed, but {Partitions} were asked for.");
        var need = Search == NeighbourSearch.Exact
            ? ExactNeighbours.LeastBytes(count, dimensions, Neighbours)
            : PartitionedNeighbours.NeedBytes(count, dimensions, ToPartition(computation));
        if (need > computation.MemoryBytes)
            throw new ArgumentException($"{Neighbours:N0} neighbours of {count:N0} vectors need {Gigabytes.Of(need)}, but {Gigabytes.Of(computation.MemoryBytes)} are allowed. "
                + "Raise --memory, or ask for fewer neighbours.");
    }
}

/// <summary>What was found: similarity/neighbours.json.</summary>
public sealed record NeighbourReport
{
    private const double LeastRecall = 0.8;

    /// <summary>n.</summary>
    public required int Vectors { get; init; }

    /// <summary>k.</summary>
    public required int Neighbours { get; init; }

    public required NeighbourSearch Search { get; init; }

    /// <summary>Vectors that have no neighbours: they are 0.</summary>
    public required int WithoutNeighbours { get; init; }

    /// <summary>Vectors that were compared with all others to measure the recall; null where the search was exact.</summary>
    public int? Sampled { get; init; }

    /// <summary>The share of their k nearest neighbours that were found.</summary>
    public double? Recall { get; init; }

    /// <summary>The same of their ten nearest.</summary>
    public double? RecallOfTen { get; init; }

    /// <summary>The same of those that are nearer than chance makes any.</summary>
    public double? RecallOfClear { get; init; }

    /// <summary>A warning for whoever reads the clusters, or null.</summary>
    public string? Caution => RecallOfClear < LeastRecall
        ? $"The search found {RecallOfClear:P0} of the neighbours that are nearer than chance makes any: clusters of the graph may be off. Use --search exact, or more --partitions."
        : null;

    /// <summary>The same in a sentence.</summary>
    public override string ToString()
    {
        var found = Recall is null ? "from all pairs" : $"from cells; on {Sampled:N0} vectors {RecallOfClear:P1} of those nearer than chance makes any were found, of all {Recall:P1}, of the ten nearest {RecallOfTen:P1}";
        return $"{Neighbours:N0} neighbours of {Vectors:N0} vectors, {found}." + (WithoutNeighbours == 0 ? "" : $" {WithoutNeighbours:N0} vectors are 0 and have none.");
    }
}
