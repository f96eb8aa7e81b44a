using System.Numerics.Tensors;
using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Statistics;

namespace Quanta.ToyModels.Parity.Discovery;

/// <summary>How well clusters of gradients recover the true subtasks.</summary>
/// <param name="Samples">Gradients clustered.</param>
/// <param name="Subtasks">True clusters among them.</param>
/// <param name="AdjustedRandIndex">1 for a perfect recovery, about 0 for chance.</param>
/// <param name="WithinCosine">Mean absolute cosine of two samples of one subtask.</param>
/// <param name="BetweenCosine">Mean absolute cosine of two samples of different subtasks.</param>
public sealed record DiscoveryCheckResult(int Samples, int Subtasks, double AdjustedRandIndex, double WithinCosine, double BetweenCosine);

/// <summary>Quanta discovery where the answer is known: gradients of a trained parity network, clustered without their labels.</summary>
public static class DiscoveryCheck
{
    /// <summary>Spectral clustering of the angular similarities 1 - arccos|C| / pi, with as many clusters as there are learned subtasks, against the truth.</summary>
    /// <remarks>The cosine's sign is dropped, unlike in discovery on language models: of two classes, a sample of one asks for the opposite change of the same weights as a
    /// sample of the other, so that a subtask's gradients come in two opposite directions.</remarks>
    /// <param name="gradients">Unit gradients with their true subtasks.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="seed">Seed of the eigenvectors' start and of k-means.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    public static DiscoveryCheckResult Run(ParityGradients gradients, IMatrixProduct product, ulong seed = 0, int threads = 1)
    {
        var samples = gradients.Subtasks.Length;
        var subtasks = gradients.Subtasks.Distinct().Count();
        using var similarity = new Matrix(samples, samples);
        product.MultiplyByOwnTranspose(gradients.Gradients.View, similarity.View, threads: threads);
        for (var i = 0; i < samples; i++) TensorPrimitives.Abs(similarity.Row(i), similarity.Row(i));
        var (within, between) = MeanCosines(similarity, gradients.Subtasks);
        AngularAffinity.Apply(similarity, threads);
        using var embedding = SpectralEmbedding.Compute(similarity.View, new SpectralEmbeddingOptions(subtasks) { Seed = seed, Threads = threads }, product);
        var clusters = KMeans.Cluster(embedding.Vectors.View, new KMeansOptions(subtasks) { Seed = seed, Threads = threads }, product);
        return new DiscoveryCheckResult(samples, subtasks, ClusterAgreement.AdjustedRandIndex(clusters.Labels, gradients.Subtasks), within, between);
    }

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
