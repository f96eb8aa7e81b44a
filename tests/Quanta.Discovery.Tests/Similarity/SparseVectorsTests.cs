using Quanta.Discovery.Similarity.Vectors;
using Quanta.Numerics.Matrices;

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
        using var rows = new Matrix(2, 4);
        new SparseVectors(gradients, 0.1f, threads: 1).Evaluate(1, 1, rows, SilentObserver.Instance, CancellationToken.None);
        Expect.AllNear([(float)(30 / norm), (float)(-40 / norm), 0, 0], rows.Row(0).ToArray(), 1e-7, "one float32 division");
        Assert.Equal(0, rows[0, 2]);
    }

    [Fact]
    public void Chosen_vectors_are_sparse_too()
    {
        var sparse = new SparseVectors(new RandomGradients(9, 50), 0.15f, threads: 2);
        using var all = new Matrix(9, 50);
        using var chosen = new Matrix(2, 50);
        sparse.Evaluate(0, 9, all, SilentObserver.Instance, CancellationToken.None);
        sparse.Choose([7, 3]).Evaluate(0, 2, chosen, SilentObserver.Instance, CancellationToken.None);
        Assert.Equal(all.Row(7).ToArray(), chosen.Row(0).ToArray());
        Assert.Equal(all.Row(3).ToArray(), chosen.Row(1).ToArray());
        Assert.Contains(all.Row(7).ToArray(), entry => entry == 0);
    }
}
