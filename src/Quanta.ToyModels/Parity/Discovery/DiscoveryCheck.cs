using System.Numerics.Tensors;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Statistics;

namespace Quanta.ToyModels.Parity.Discovery;

/// <summary>How the gradients are clustered.</summary>
public sealed record DiscoveryCheckOptions
{
    /// <summary>A name of <see cref="Clusterers"/>.</summary>
    public string Clusterer { get; init; } = "spectral";

    /// <summary>Clusters for each learned subtask; 1 asks for the subtasks themselves, k + 1 for a cluster for each number of set bits.</summary>
    public int ClustersPerSubtask { get; init; } = 1;

    /// <summary>Seed of the eigenvectors' start and of k-means.</summary>
    public ulong Seed { get; init; }

    /// <summary>The result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>How well clusters of gradients recover the true subtasks.</summary>
/// <param name="Samples">Gradients clustered.</param>
/// <param name="Subtasks">Learned subtasks among them.</param>
/// <param name="Clusters">Clusters asked for.</param>
/// <param name="AdjustedRandIndex">Of clusters and subtasks: 1 for a perfect recovery, about 0 for chance.</param>
/// <param name="MechanismRandIndex">The same of clusters and (subtask, number of its bits that are set).</param>
/// <param name="Purity">The share of samples that belong to their cluster's commonest subtask; 1 when no cluster mixes subtasks.</param>
/// <param name="WithinCosine">Mean absolute cosine of two samples of one subtask.</param>
/// <param name="BetweenCosine">Mean absolute cosine of two samples of different subtasks.</param>
public sealed record DiscoveryCheckResult(
    int Samples, int Subtasks, int Clusters, double AdjustedRandIndex, double MechanismRandIndex, double Purity, double WithinCosine, double BetweenCosine);

/// <summary>Quanta discovery where the answer is known: gradients of a trained parity network, clustered without their labels.</summary>
public static class DiscoveryCheck
{
    /// <summary>Clusters the angular similarities 1 - arccos|C| / pi and compares with the truth.</summary>
    /// <remarks>The cosine's sign is dropped, unlike in discovery on language models: of two classes, a sample of one asks for the opposite change of the same weights as a
    /// sample of the other, so that a subtask's gradients come in two opposite directions.</remarks>
    /// <param name="gradients">Unit gradients with their true subtasks.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="options">How they are clustered; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no such clusterer, or there are fewer samples than clusters.</exception>
    public static DiscoveryCheckResult Run(ParityGradients gradients, IMatrixProduct product, DiscoveryCheckOptions? options = null)
    {
        options ??= new DiscoveryCheckOptions();
        var truth = gradients.Subtasks;
        var subtasks = truth.Distinct().Count();
        var clusters = subtasks * options.ClustersPerSubtask;
        using var similarity = new Matrix(truth.Length, truth.Length);
        product.MultiplyByOwnTranspose(gradients.Gradients.View, similarity.View, threads: options.Threads);
        for (var i = 0; i < truth.Length; i++) TensorPrimitives.Abs(similarity.Row(i), similarity.Row(i));
        var (within, between) = MeanCosines(similarity, truth);
        AngularAffinity.Apply(similarity.View, options.Threads);
        var labels = Clusterers.Get(options.Clusterer)
            .Cluster(similarity.View, new ClustererOptions([clusters]) { Seed = options.Seed, Threads = options.Threads }, product).Clusterings[0].Labels;
        int[] mechanisms = [.. truth.Zip(gradients.BitsSet, (subtask, bits) => subtask * (gradients.BitsSet.Max() + 1) + bits)];
        return new DiscoveryCheckResult(truth.Length, subtasks, clusters, ClusterAgreement.AdjustedRandIndex(labels, truth),
            ClusterAgreement.AdjustedRandIndex(labels, mechanisms), Purity(labels, truth), within, between);
    }

    private static double Purity(int[] labels, int[] truth) =>
        labels.Zip(truth).GroupBy(sample => sample.First).Sum(cluster => cluster.CountBy(sample => sample.Second).Max(subtask => subtask.Value)) / (double)labels.Length;

    private static (double Within, double Between) MeanCosines(Matrix cosines, int[] truth)
    {
        var (sums, counts) = (new double[2], new long[2]);
        for (var i = 0; i < truth.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var kind = truth[i] == truth[j] ? 0 : 1;
                sums[kind] += cosines[i, j];
                counts[kind]++;
            }
        }
        return (sums[0] / counts[0], sums[1] / counts[1]);
    }
}
