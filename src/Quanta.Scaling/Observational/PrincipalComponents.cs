using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Quanta.Scaling.Observational;

/// <summary>Directions of greatest variance through the mean of some rows.</summary>
/// <param name="Mean">[d].</param>
/// <param name="Directions">[k][d], orthonormal, of falling variance; each has its component of largest magnitude positive.</param>
/// <param name="Explained">[k], each direction's share of the whole variance.</param>
public sealed record PrincipalComponents(double[] Mean, double[][] Directions, double[] Explained)
{
    /// <summary>The first <paramref name="count"/> components, from the eigenvectors of the covariance matrix; columns are centred, not scaled.</summary>
    /// <exception cref="ArgumentException">There are fewer rows or columns than components, or a value is not finite.</exception>
    public static PrincipalComponents Of(double[][] rows, int count)
    {
        var width = rows.Length == 0 ? 0 : rows[0].Length;
        if (count < 1 || count > Math.Min(rows.Length, width))
            throw new ArgumentException(
                $"{count} principal components need at least as many models and benchmarks, but there are {rows.Length} models and {width} benchmarks.",
                nameof(count));
        var mean = new double[width];
        foreach (var row in rows)
            for (var j = 0; j < width; j++) mean[j] += row[j] / rows.Length;
        var covariance = Covariance(rows, mean);
        if (!covariance.Enumerate().All(double.IsFinite))
            throw new ArgumentException("Principal components need finite scores, but some are missing: impute them first.", nameof(rows));
        var decomposition = covariance.Evd(Symmetricity.Symmetric);
        var variances = decomposition.EigenValues.Real().ToArray();
        var total = variances.Sum();
        int[] order = [.. Enumerable.Range(0, width).OrderByDescending(i => variances[i]).Take(count)];
        return new PrincipalComponents(
            mean, [.. order.Select(i => Oriented(decomposition.EigenVectors.Column(i).ToArray()))],
            [.. order.Select(i => total > 0 ? variances[i] / total : 0)]);
    }

    /// <summary>A row's coordinates: [k].</summary>
    public double[] Transform(double[] row) =>
        Array.ConvertAll(Directions, direction => direction.Select((weight, j) => weight * (row[j] - Mean[j])).Sum());

    /// <summary>The row that has those coordinates and no part outside them: [d].</summary>
    public double[] Back(double[] coordinates)
    {
        var row = (double[])Mean.Clone();
        for (var k = 0; k < coordinates.Length; k++)
            for (var j = 0; j < row.Length; j++) row[j] += coordinates[k] * Directions[k][j];
        return row;
    }

    private static DenseMatrix Covariance(double[][] rows, double[] mean)
    {
        var covariance = new DenseMatrix(mean.Length, mean.Length);
        for (var a = 0; a < mean.Length; a++)
        {
            for (var b = a; b < mean.Length; b++)
            {
                var sum = 0.0;
                foreach (var row in rows) sum += (row[a] - mean[a]) * (row[b] - mean[b]);
                covariance[a, b] = covariance[b, a] = sum / Math.Max(1, rows.Length - 1);
            }
        }
        return covariance;
    }

    private static double[] Oriented(double[] direction)
    {
        var largest = direction.MaxBy(Math.Abs);
        return largest < 0 ? Array.ConvertAll(direction, value => -value) : direction;
    }
}
