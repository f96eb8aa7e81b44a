using System.Text.Json;
using System.Text.Json.Serialization;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Clustering.Communities;
using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Statistics;

namespace Quanta.Discovery.Neighbours;

/// <summary>Clusters of tokens by their nearest neighbours or their vectors, in a run folder or of plain files. What needs a matrix of all pairs - silhouette,
/// conductance, the normalised cut, stability over parts, and the matrix on the page - is left out.</summary>
public static class NeighbourClusterStage
{
    /// <summary>Clusters the run's neighbours or vectors; writes clusters/.</summary>
    public static void Run(RunSession session, NeighbourClusterOptions options)
    {
        var folder = session.Folder;
        string[] inputs = options.TakesGraph ? [RunArtifacts.Vectors, RunArtifacts.Neighbours, RunArtifacts.NeighbourCosines] : [RunArtifacts.Vectors];
        var stage = new StageDefinition(
            $"clusters/{options.Name}", JsonSerializer.SerializeToNode(options, RunJson.Default.NeighbourClusterOptions)!.AsObject(), RunArtifacts.Hashes(folder, inputs),
            [.. options.Counts.Select(count => RunArtifacts.Clusters(options.NameOf(count))), ClusterStage.QualityArtifact(options.Name), ClusterStage.RankSizeArtifact(options.Name)])
        {
            Computes = true,
        };
        var files = new NeighbourInputs(folder.PathOf(RunArtifacts.Vectors), options.TakesGraph ? new(folder.PathOf(RunArtifacts.Neighbours), folder.PathOf(RunArtifacts.NeighbourCosines)) : null);
        options.Validate(files, session.Computation);
        StageRunner.Run(session, stage, () => Cluster(
            files, folder.PathOf("clusters"), options, given: null, keepFinished: true, session.Computation, session.Observer, session.Cancellation));
    }

    /// <summary>Clusters, and writes CLUSTERER-neighbours-kK.npy or -chosen.npy, int32 [n], for each count, the quality of each clustering, and the rank-size
    /// slope.</summary>
    /// <param name="inputs">What is clustered.</param>
    /// <param name="folder">Where the labels go.</param>
    /// <param name="options">How.</param>
    /// <param name="given">Labels to compare with, [n], or null.</param>
    /// <param name="keepFinished">Labels that are there were made by an interrupted run of the same job: do not compute them again.</param>
    /// <param name="computation">What computes.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>The quality of each clustering, in the order of the options.</returns>
    /// <exception cref="InvalidDataException">A file does not hold what it must.</exception>
    /// <exception cref="ArgumentException">The options do not fit, or clustering needs more memory than is allowed.</exception>
    public static IReadOnlyList<ClusteringQuality> Cluster(
        NeighbourInputs inputs, string folder, NeighbourClusterOptions options, int[]? given, bool keepFinished, Computation computation, IStageObserver observer,
        CancellationToken cancellation)
    {
        var points = options.Validate(inputs, computation);
        if (given is not null && given.Length != points)
            throw new InvalidDataException($"{points} tokens are clustered, but there are {given.Length} labels to compare the clusters with.");
        string PathOf(int count) => Path.Combine(folder, options.NameOf(count) + ".npy");
        using var vectors = inputs.Vectors is null ? null : VectorFile.Open(inputs.Vectors);
        var known = keepFinished ? options.Counts.Where(count => File.Exists(PathOf(count))).ToHashSet() : [];
        if (options.Counts.Except(known).Any())
        {
            var data = new NeighbourData(vectors ?? (IVectorRows)NoVectors.Instance, inputs.Graph?.Read());
            var search = options.Search(computation) with { Known = known, Found = set => Npy.Write<int>(PathOf(set.Count), set.Labels, set.Labels.Length) };
            using var progress = observer.Begin($"{options.Clusterer} clusters", IStageObserver.UnknownTotal, "steps");
            observer.Note(NeighbourClusterers.Get(options.Clusterer).Cluster(data, search, computation.Product, new Notes(observer, progress), cancellation).Summary);
        }
        int[][] labels = [.. options.Counts.Select(count => Npy.Read(PathOf(count)).ToInt32())];
        ClusteringQuality[] qualities = [.. options.Counts.Zip(labels).Select(pair => QualityOf(pair.First, pair.Second, vectors, given, computation, cancellation))];
        AtomicFile.WriteText(Path.Combine(folder, ClusterStage.QualityFile(options.Name)), RunJson.Text(qualities, RunJson.Default.ClusteringQualityArray));
        var slope = RankSizeJob.Estimate(labels, options.Seed, computation, cancellation);
        AtomicFile.WriteText(Path.Combine(folder, ClusterStage.RankSizeFile(options.Name)), RunJson.Text(slope, RunJson.Default.RankSizeEstimate));
        return qualities;
    }

    private static ClusteringQuality QualityOf(int count, int[] labels, VectorFile? vectors, int[]? given, Computation computation, CancellationToken cancellation)
    {
        var within = vectors is null ? null : VectorSimilarity.Measure(vectors, labels, computation.Threads, cancellation);
        return new()
        {
            Count = count == ClustererOptions.ChosenCount ? labels.Distinct().Count() : count,
            Largest = ClusterLabels.Sizes(labels)[0],
            WithinSimilarity = within is null ? null : FiniteNumber.OrNull(within.Within),
            BetweenSimilarity = within is null ? null : FiniteNumber.OrNull(within.Between),
            WithLabels = given is null ? null : LabelAgreement.Of(labels, given),
        };
    }

    private sealed class Notes(IStageObserver observer, IStageProgress progress) : IProgress<string>
    {
        public void Report(string value)
        {
            observer.Note(value);
            progress.Advance(1);
        }
    }

    private sealed class NoVectors : IVectorRows
    {
        public static NoVectors Instance { get; } = new();

        public int Count => 0;

        public int Dimensions => 0;

        public void Read(int start, Numerics.Matrices.MatrixView target) => throw new InvalidOperationException("There are no vectors to read.");
    }
}

/// <summary>The files that are clustered.</summary>
/// <param name="Vectors">Vectors, [n, d]; null where only their neighbours are known.</param>
/// <param name="Graph">Their neighbours; null for clusterers that take vectors.</param>
public sealed record NeighbourInputs(string? Vectors, GraphFiles? Graph)
{
    /// <summary>n.</summary>
    /// <exception cref="InvalidDataException">A file does not hold what it must.</exception>
    public int Count()
    {
        if (Graph is not null) return Graph.Shape().Count;
        using var vectors = VectorFile.Open(Vectors ?? throw new InvalidOperationException("There is nothing to cluster."));
        return vectors.Count;
    }
}

/// <summary>How tokens are clustered without a matrix.</summary>
public sealed record NeighbourClusterOptions
{
    /// <summary>The name of one of <see cref="NeighbourClusterers"/>.</summary>
    public required string Clusterer { get; init; }

    /// <summary>Cluster counts; of a clusterer that chooses its own, <see cref="ClustererOptions.ChosenCount"/> alone.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    public ulong Seed { get; init; }

    /// <summary>What counts as dense; null where clusters are not found by density, or for the defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DensityOptions? Density { get; init; }

    /// <summary>The resolution of communities; null where none are sought, or for 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Resolution { get; init; }

    /// <summary>What communities are; null where none are sought, or for modularity.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeidenQuality? Communities { get; init; }

    /// <summary>E.g. "leiden-neighbours".</summary>
    public string Name => $"{Clusterer}-neighbours";

    internal bool TakesGraph => NeighbourClusterers.Get(Clusterer).TakesGraph;

    /// <summary>The name of a clustering's file without .npy, e.g. "k-means-neighbours-k400".</summary>
    public string NameOf(int count) => ClusterOptions.NameOf(Name, count);

    /// <summary>Counts for a clusterer: its own, or the published ones that suit so many points.</summary>
    public static IReadOnlyList<int> DefaultCounts(string clusterer, int points) =>
        NeighbourClusterers.Get(clusterer).ChoosesCount ? [ClustererOptions.ChosenCount] : ClusterOptions.DefaultCounts(points);

    internal ClustererOptions Search(Computation computation) => new(Counts)
    {
        Seed = Seed,
        Threads = computation.Threads,
        MemoryBytes = computation.MemoryBytes,
        Density = DensityOptions.ToSearch(Density),
        Communities = new() { Resolution = Resolution ?? 1, Quality = Communities ?? LeidenQuality.Modularity },
    };

    /// <returns>n.</returns>
    internal int Validate(NeighbourInputs inputs, Computation computation)
    {
        var clusterer = NeighbourClusterers.Get(Clusterer);
        var (count, width) = clusterer.TakesGraph
            ? inputs.Graph?.Shape() ?? throw new ArgumentException($"{Clusterer} needs the nearest neighbours of the vectors, which were not given.")
            : (0, 0);
        var dimensions = 0;
        if (inputs.Vectors is null && !clusterer.TakesGraph) throw new ArgumentException($"{Clusterer} needs vectors, which were not given.");
        if (inputs.Vectors is not null)
        {
            using var vectors = VectorFile.Open(inputs.Vectors);
            if (clusterer.TakesGraph && vectors.Count != count) throw new InvalidDataException($"There are neighbours of {count} vectors, but {inputs.Vectors} holds {vectors.Count}.");
            (count, dimensions) = (vectors.Count, vectors.Dimensions);
        }
        ClusterOptions.CheckCounts(Clusterer, clusterer.ChoosesCount, Counts, count);
        var need = clusterer.NeedBytes(count, dimensions, width, Search(computation)) + (8L * width + 64) * count;
        if (need > computation.MemoryBytes)
            throw new ArgumentException($"Clustering {count:N0} points by {Clusterer} needs {Gigabytes.Of(need)}, but {Gigabytes.Of(computation.MemoryBytes)} are allowed. "
                + "Raise --memory, or cluster fewer points.");
        return count;
    }
}
