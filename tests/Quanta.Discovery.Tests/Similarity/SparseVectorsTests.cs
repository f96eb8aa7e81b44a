using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Tests.Similarity;

public class SparseVectorsTests
{
    [Fact]
    public void Entries_of_the_unit_vector_below_the_threshold_vanish_and_the_others_stay()
    {
        var gradients = new RandomGradients(3, 4);
        float[] row = [30, -40, 1, 0];
        row.CopyTo(gradients.Row(1));
        var norm = Math.Sqrt(30 * 30 + 40 * 40 + 1);
        var sparse = Evaluate(new SparseVectors(gradients, 0.1f, threads: 1), 1, 1)[0];
        Expect.AllNear([(float)(30 / norm), (float)(-40 / norm), 0, 0], sparse, 1e-7, "one float32 division");
        Assert.Equal(0, sparse[2]);
    }

    [Fact]
    public void Chosen_vectors_are_sparse_too()
    {
        var sparse = new SparseVectors(new RandomGradients(9, 50), 0.15f, threads: 2);
        var (all, chosen) = (Evaluate(sparse, 0, 9), Evaluate(sparse.Choose([7, 3]), 0, 2));
        Assert.Equal(all[7], chosen[0]);
        Assert.Equal(all[3], chosen[1]);
        Assert.Contains(all[7], entry => entry == 0);
    }

    private static float[][] Evaluate(ITokenVectors tokens, int start, int count)
    {
        using var vectors = new DeviceVectors(tokens.Device, count, tokens.Length);
        tokens.Evaluate(start, count, vectors, SilentObserver.Instance, CancellationToken.None);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var values = new float[tokens.Length];
            vectors.Download(i, values);
            return values;
        })];
    }
}
