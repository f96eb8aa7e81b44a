namespace Quanta.Numerics.Optimisation;

/// <summary>Least squares by orthogonal reduction, which keeps the digits that normal equations lose.</summary>
internal static class HouseholderReduction
{
    /// <summary>Turns [A | b], by rows, into [R | Q'b] in place: reflections make the first <paramref name="columns"/> columns upper triangular and are
    /// applied to the rest.</summary>
    /// <param name="matrix">[rows, width] by rows; below the triangle it ends as zeros.</param>
    /// <param name="rows">At least <paramref name="columns"/>.</param>
    /// <param name="width">Columns, right-hand sides included.</param>
    /// <param name="columns">Columns to reduce.</param>
    public static void Reduce(Span<double> matrix, int rows, int width, int columns)
    {
        for (var j = 0; j < columns; j++)
        {
            var norm = ColumnNorm(matrix, rows, width, j);
            if (norm == 0) continue;
            var diagonal = matrix[j * width + j] > 0 ? -norm : norm;
            // The reflection is I - v v' / (v_0 * -diagonal) with v the column less diagonal e_0.
            var first = matrix[j * width + j] -= diagonal;
            for (var c = j + 1; c < width; c++)
            {
                var dot = 0.0;
                for (var i = j; i < rows; i++) dot += matrix[i * width + j] * matrix[i * width + c];
                dot /= first * diagonal;
                for (var i = j; i < rows; i++) matrix[i * width + c] += dot * matrix[i * width + j];
            }
            matrix[j * width + j] = diagonal;
            for (var i = j + 1; i < rows; i++) matrix[i * width + j] = 0;
        }
    }

    /// <summary>Solves R x = q, both left by <see cref="Reduce"/> in one matrix, R before column <paramref name="columns"/> and q in it.</summary>
    public static void BackSubstitute(ReadOnlySpan<double> matrix, int width, int columns, Span<double> solution)
    {
        for (var i = columns - 1; i >= 0; i--)
        {
            var value = matrix[i * width + columns];
            for (var j = i + 1; j < columns; j++) value -= matrix[i * width + j] * solution[j];
            solution[i] = value / matrix[i * width + i];
        }
    }

    // Scaled by the largest element, so that squares neither overflow nor vanish.
    private static double ColumnNorm(ReadOnlySpan<double> matrix, int rows, int width, int column)
    {
        var largest = 0.0;
        for (var i = column; i < rows; i++) largest = Math.Max(largest, Math.Abs(matrix[i * width + column]));
        if (largest == 0) return 0;
        var sum = 0.0;
        for (var i = column; i < rows; i++)
        {
            var scaled = matrix[i * width + column] / largest;
            sum += scaled * scaled;
        }
        return largest * Math.Sqrt(sum);
    }
}
