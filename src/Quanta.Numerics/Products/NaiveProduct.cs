using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products;

/// <summary>The definition, accumulated in float64: the oracle that the fast implementations are tested against.</summary>
public sealed class NaiveProduct : IMatrixProduct
{
    public string Name => "naive";

    public void Multiply(MatrixView a, MatrixView b, MatrixView c, bool accumulate = false, int threads = 1)
    {
        ProductShapes.Check(a, b, c);
        for (var i = 0; i < c.RowCount; i++)
        {
            for (var j = 0; j < c.ColumnCount; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < a.ColumnCount; k++) sum += (double)a[i, k] * b[k, j];
                c[i, j] = (float)(accumulate ? c[i, j] + sum : sum);
            }
        }
    }

    public void MultiplyByOwnTranspose(MatrixView a, MatrixView c, bool accumulate = false, int threads = 1) =>
        Multiply(a, a.Transposed, c, accumulate, threads);
}
