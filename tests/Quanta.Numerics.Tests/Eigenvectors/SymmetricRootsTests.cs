using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Eigenvectors;

public class SymmetricRootsTests
{
    /// <summary>R (A + d m I) R is the identity.</summary>
    [Theory, InlineData(1, 1e-2, 1f), InlineData(7, 1e-3, 1f), InlineData(64, 0.03, 1e-15f), InlineData(130, 0.03, 1e15f)]
    public void The_root_whitens_what_it_was_made_of(int size, double damping, float scale)
    {
        var random = new Philox(5);
        using var vectors = new Matrix(size, size);
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++) vectors[i, j] = (float)(random.NextGaussian() / (1 + j));
        using var moments = new Matrix(size, size);
        MatrixProducts.Default.MultiplyByOwnTranspose(vectors.View.Transposed, moments.View);
        for (var i = 0; i < size; i++)
            foreach (ref var entry in moments.Row(i)) entry *= scale;
        using var root = SymmetricRoots.DampedInverseSquareRoot(moments, damping, threads: 2);
        var mean = Enumerable.Range(0, size).Average(i => (double)moments[i, i]);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < size; k++)
                    for (var l = 0; l < size; l++) sum += (double)root[i, k] * (moments[k, l] + (k == l ? damping * mean : 0)) * root[l, j];
                Expect.Near(i == j ? 1 : 0, sum, 1e-4, "entries of the root rounded to float32, times eigenvalues a thousand times apart");
            }
        }
    }

    [Fact]
    public void What_has_no_root_is_refused_and_nothing_has_none()
    {
        using var zero = new Matrix(3, 3);
        using var root = SymmetricRoots.DampedInverseSquareRoot(zero, 0.1, threads: 1);
        for (var i = 0; i < 3; i++) Assert.Equal(new float[3], root.Row(i).ToArray());
        Assert.Throws<ArgumentException>(() => SymmetricRoots.DampedInverseSquareRoot(zero, 0, threads: 1));
        zero[1, 1] = float.NaN;
        Assert.Throws<ArgumentException>(() => SymmetricRoots.DampedInverseSquareRoot(zero, 0.1, threads: 1));
    }
}
