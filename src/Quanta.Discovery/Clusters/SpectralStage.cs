using System.Text.Json;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Eigenvectors;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Clusters;

/// <summary>Spectral clustering of gradients, in a run folder or of a plain matrix: one decomposition, then k-means for each cluster count.</summary>
/// <remarks>Labels are ranked by size, 0 the largest. Each count's labels are saved as they are found.</remarks>
public static class SpectralStage
{
    /// <summary>Clusters the run's similarity; writes clusters/.</summary>
    public static void Run(RunSession session, SpectralStageOptions options)
    {
        var folder = session.Folder;
        var similarity = options.Affinity switch
        {
            Affinity.Angular => RunArtifacts.Cosine,
            Affinity.Absolute => RunArtifacts.AbsoluteCosine,
            _ => throw new ArgumentException("The affinity of a run must be angular or absolute."),
        };
        var stage = new StageDefinition(
            $"clusters/{NameOf(options)}",
            JsonSerializer.SerializeToNode(options, RunJson.Default.SpectralStageOptions)!.AsObject(),
            RunArtifacts.Hashes(folder, similarity),
            [.. options.Counts.Select(k => RunArtifacts.Clusters(NameOf(options, k))), SpectrumOf(options)]);
        StageRunner.Run(session, stage, () => Cluster(
            folder.PathOf(similarity), folder.PathOf("clusters"), _ => options, keepFinished: true, session.Computation, session.Observer, session.Cancellation));
    }

    /// <summary>Clusters a symmetric matrix, [n, n], and writes METHOD-AFFINITY-kK.npy, int32 [n], for each count, and the eigenvalues, float64.</summary>
    /// <param name="similarityPath">The matrix as .npy.</param>
    /// <param name="folder">Where the labels go.</param>
    /// <param name="optionsFor">The options for n points.</param>
    /// <param name="keepFinished">Labels that are there were made by an interrupted run of the same job: do not compute them again.</param>
    /// <param name="computation">What computes.</param>
    /// <param name="observer">Is told of progress.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="InvalidDataException">The file holds no square matrix.</exception>
    public static void Cluster(
        string similarityPath, string folder, Func<int, SpectralStageOptions> optionsFor, bool keepFinished, Computation computation, IStageObserver observer,
        CancellationToken cancellation)
    {
        using var affinity = SimilarityFile.Read(similarityPath);
        var options = optionsFor(affinity.Rows);
        options.Validate(affinity.Rows);
        if (options.Affinity == Affinity.Angular) AngularAffinity.Apply(affinity, computation.Threads);
        using var embedding = Embed(affinity, options, computation, observer, cancellation);
        foreach (var count in options.Counts)
        {
            var path = Path.Combine(folder, NameOf(options, count) + ".npy");
            if (keepFinished && File.Exists(path)) continue;
            Npy.Write<int>(path, Labels(embedding, count, options, computation, observer, cancellation), affinity.Rows);
        }
        Npy.Write<double>(Path.Combine(folder, Path.GetFileName(SpectrumOf(options))), embedding.Eigenvalues, embedding.Eigenvalues.Length);
    }

    /// <summary>E.g. "spectral-angular-k400".</summary>
    public static string NameOf(SpectralStageOptions options, int count) => $"{NameOf(options)}-k{count}";

    private static string NameOf(SpectralStageOptions options) => $"spectral-{options.Affinity.ToString().ToLowerInvariant()}";

    private static string SpectrumOf(SpectralStageOptions options) => $"clusters/{NameOf(options)}-spectrum.npy";

    private static SpectralEmbeddingResult Embed(
        Matrix affinity, SpectralStageOptions options, Computation computation, IStageObserver observer, CancellationToken cancellation)
    {
        var dimensions = options.Counts.Max();
        using var progress = observer.Begin("spectral embedding", dimensions, "eigenvectors");
        var search = new SpectralEmbeddingOptions(dimensions) { Seed = options.Seed, Threads = computation.Threads };
        var fraction = new FractionProgress(progress, dimensions);
        var embedding = SpectralEmbedding.Compute(affinity.View, search, computation.Product, fraction, cancellation);
        fraction.Report(1);
        if (embedding.Status is not (EigenvectorStatus.Converged or EigenvectorStatus.Direct)) observer.Note(embedding.Summary);
        return embedding;
    }

    private static int[] Labels(
        SpectralEmbeddingResult embedding, int count, SpectralStageOptions options, Computation computation, IStageObserver observer, CancellationToken cancellation)
    {
        using var progress = observer.Begin($"k-means with {count} clusters", options.Restarts, "restarts");
        var search = new KMeansOptions(count) { Restarts = options.Restarts, Seed = options.Seed, Threads = computation.Threads };
        var found = KMeans.Cluster(embedding.Vectors.View.Columns(0, count), search, computation.Product, new FractionProgress(progress, options.Restarts), cancellation);
        return ClusterLabels.RankBySize(found.Labels);
    }
}
