using Quanta.Numerics.Matrices;

namespace Quanta.LanguageModels.Tests;

internal static class MatrixExtensions
{
    /// <summary>All values, row-major.</summary>
    public static float[] ToArray(this Matrix matrix)
    {
        var values = new float[matrix.Rows * matrix.Columns];
        for (var row = 0; row < matrix.Rows; row++) matrix.Row(row).CopyTo(values.AsSpan(row * matrix.Columns));
        return values;
    }
}
