using System.Text.Json;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Clusters;

/// <summary>Clusters of gradients, in a run folder or of a plain matrix, with figures of their quality.</summary>
/// <remarks>Labels are ranked by size, 0 the largest. Each count's labels are saved as they are found.</remarks>
public static class ClusterStage
{
    /// <summary>Clusters the run's similarity; writes clusters/.</summary>
    public static void Run(RunSession session, ClusterOptions options)
    {
        var folder = session.Folder;
        var similarity = options.Affinity switch
        {
            Affinity.Angular => RunArtifacts.Cosine,
            Affinity.Absolute => RunArtifacts.AbsoluteCosine,
            _ => throw new ArgumentException("The affinity of a run must be angular or absolute."),
        };
        var stage = new StageDefinition(
            $"clusters/{options.Name}",
            JsonSerializer.SerializeToNode(options, RunJson.Default.ClusterOptions)!.AsObject(),
            RunArtifacts.Hashes(folder, similarity),
            [.. options.Counts.Select(k => RunArtifacts.Clusters(options.NameOf(k))), .. FilesBeside(options).Select(file => $"clusters/{file}")])
        {
            Computes = true,
        };
        options.Validate(SimilarityFile.Points(folder.PathOf(similarity)));
        StageRunner.Run(session, stage, () => Cluster(
            folder.PathOf(similarity), folder.PathOf("clusters"), _ => options, given: null, keepFinished: true, session.Computation, session.Observer, session.Cancellation));
    }

    /// <summary>Clusters a symmetric matrix, [n, n], and writes CLUSTERER-AFFINITY-kK.npy, int32 [n], for each count; the eigenvalues, float64, empty where the
    /// clusterer has none; the quality of each clustering; and the rank-size slope.</summary>
    /// <param name="similarityPath">The matrix as .npy.</param>
    /// <param name="folder">Where the labels go.</param>
    /// <param name="optionsFor">The options for n points.</param>
    /// <param name="given">Labels to compare with, [n], or null.</param>
    /// <param name="keepFinished">Labels that are there were made by an interrupted run of the same job: do not compute them again.</param>
    /// <param name="computation">What computes.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <returns>The quality of each clustering, in the order of the options.</returns>
    /// <exception cref="InvalidDataException">The file holds no square matrix.</exception>
    /// <exception cref="ArgumentException">The options do not fit the matrix, or clustering needs more memory than is allowed.</exception>
    public static IReadOnlyList<ClusteringQuality> Cluster(
        string similarityPath, string folder, Func<int, ClusterOptions> optionsFor, int[]? given, bool keepFinished, Computation computation, IStageObserver observer,
        CancellationToken cancellation)
    {
        var points = SimilarityFile.Points(similarityPath);
        var options = optionsFor(points);
        options.Validate(points);
        if (given is not null && given.Length != points)
            throw new InvalidDataException($"{similarityPath} compares {points} tokens, but there are {given.Length} labels to compare the clusters with.");
        ClusterMemory.Check(points, options, computation);
        var (quality, rankSize) = new ClusterJob(similarityPath, options, folder, computation, observer, cancellation).Run(given, keepFinished);
        AtomicFile.WriteText(Path.Combine(folder, QualityFile(options.Name)), RunJson.Text(quality, RunJson.Default.ClusteringQualityArray));
        AtomicFile.WriteText(Path.Combine(folder, RankSizeFile(options.Name)), RunJson.Text(rankSize, RunJson.Default.RankSizeEstimate));
        return quality;
    }

    /// <summary>The quality file in the run folder.</summary>
    internal static string QualityArtifact(string clusterings) => $"clusters/{QualityFile(clusterings)}";

    /// <summary>The rank-size slope's file in the run folder.</summary>
    public static string RankSizeArtifact(string clusterings) => $"clusters/{RankSizeFile(clusterings)}";

    /// <summary>Reads the rank-size slope of a run's clusterings.</summary>
    public static RankSizeEstimate ReadRankSize(RunFolder folder, string clusterings) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(RankSizeArtifact(clusterings))), RunJson.Default.RankSizeEstimate)!;

    /// <summary>Reads the quality of each of a run's clusterings.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="clusterings">E.g. "spectral-angular".</param>
    public static IReadOnlyList<ClusteringQuality> ReadQuality(RunFolder folder, string clusterings) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf(QualityArtifact(clusterings))), RunJson.Default.ClusteringQualityArray)!;

    private static string[] FilesBeside(ClusterOptions options)
    {
        string[] files = [SpectrumFile(options.Name), QualityFile(options.Name), RankSizeFile(options.Name)];
        return Numerics.Clustering.Clusterers.Get(options.Clusterer).MakesTree ? [.. files, TreeFile(options.Name)] : files;
    }

    /// <summary>The file of a tree of merges.</summary>
    internal static string TreeFile(string name) => $"{name}-tree.npy";

    internal static string SpectrumFile(string name) => $"{name}-spectrum.npy";

    internal static string QualityFile(string name) => $"{name}-quality.json";

    internal static string RankSizeFile(string name) => $"{name}-rank-size.json";
}
