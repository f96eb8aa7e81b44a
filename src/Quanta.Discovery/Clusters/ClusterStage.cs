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
            [.. options.Counts.Select(k => RunArtifacts.Clusters(options.NameOf(k))), $"clusters/{options.Name}-spectrum.npy", $"clusters/{options.Name}-quality.json"]);
        StageRunner.Run(session, stage, () => Cluster(
            folder.PathOf(similarity), folder.PathOf("clusters"), _ => options, keepFinished: true, session.Computation, session.Observer, session.Cancellation));
    }

    /// <summary>Clusters a symmetric matrix, [n, n], and writes CLUSTERER-AFFINITY-kK.npy, int32 [n], for each count; the eigenvalues, float64, empty where the
    /// clusterer has none; and the quality of each clustering.</summary>
    /// <param name="similarityPath">The matrix as .npy.</param>
    /// <param name="folder">Where the labels go.</param>
    /// <param name="optionsFor">The options for n points.</param>
    /// <param name="keepFinished">Labels that are there were made by an interrupted run of the same job: do not compute them again.</param>
    /// <param name="computation">What computes.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="InvalidDataException">The file holds no square matrix.</exception>
    public static void Cluster(
        string similarityPath, string folder, Func<int, ClusterOptions> optionsFor, bool keepFinished, Computation computation, IStageObserver observer,
        CancellationToken cancellation)
    {
        using var similarity = SimilarityFile.Read(similarityPath);
        var options = optionsFor(similarity.Rows);
        options.Validate(similarity.Rows);
        var job = new ClusterJob(options, folder, computation, observer, cancellation);
        var quality = job.Run(similarity, keepFinished);
        AtomicFile.WriteText(Path.Combine(folder, $"{options.Name}-quality.json"), RunJson.Text(quality, RunJson.Default.ClusteringQualityArray));
    }

    /// <summary>Reads the quality figures of a run's clusterings.</summary>
    public static IReadOnlyList<ClusteringQuality> ReadQuality(RunFolder folder, ClusterOptions options) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(folder.PathOf($"clusters/{options.Name}-quality.json")), RunJson.Default.ClusteringQualityArray)!;
}
