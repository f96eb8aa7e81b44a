using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.LanguageModels.Tests.Decoders;

internal static class Cosines
{
    /// <summary>The cosines between rows, or between their absolute values: [rows * rows].</summary>
    public static float[] Between(Matrix gradients, bool absolute)
    {
        using var unit = new Matrix(gradients.Rows, gradients.Columns);
        for (var i = 0; i < unit.Rows; i++)
        {
            var norm = Norm.Euclidean(gradients.Row(i));
            var row = unit.Row(i);
            for (var j = 0; j < row.Length; j++) row[j] = (float)((absolute ? Math.Abs(gradients[i, j]) : gradients[i, j]) / norm);
        }
        using var cosines = new Matrix(unit.Rows, unit.Rows);
        MatrixProducts.Default.MultiplyByOwnTranspose(unit.View, cosines.View);
        return cosines.ToArray();
    }
}
