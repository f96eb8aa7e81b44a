using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Eigenvectors;

/// <summary>Symmetric matrices whose eigenvalues are easy, hard or known.</summary>
internal static class SymmetricMatrices
{
    public static readonly string[] Kinds = ["random", "identity", "zero", "diagonal", "projector", "path", "graded", "ones"];

    /// <summary>[n, n] of the named kind.</summary>
    public static DoubleMatrix Create(string kind, int n)
    {
        var random = new Philox(17, (ulong)n);
        var directions = Enumerable.Range(0, n).Select(_ => random.NextGaussian()).ToArray();
        var norm = directions.Sum(x => x * x);
        return Fill(n, (i, j) => kind switch
        {
            "random" => random.NextGaussian(),
            "identity" => i == j ? 1 : 0,
            "zero" => 0,
            "diagonal" => i == j ? i % 5 : 0,
            "projector" => (i == j ? 1 : 0) - directions[i] * directions[j] / norm,
            "path" => Math.Abs(i - j) == 1 ? 1 : 0,
            "graded" => random.NextGaussian() * Math.Pow(10, -(i + j) / 8.0),
            "ones" => 1,
            _ => throw new ArgumentException($"There is no kind '{kind}'.", nameof(kind)),
        });
    }

    /// <summary>Q diag(values) Q^T with a random orthogonal Q, in float32.</summary>
    public static Matrix WithSpectrum(double[] values, ulong seed = 5)
    {
        var n = values.Length;
        var random = new Philox(seed);
        using var source = Fill(n, (_, _) => random.NextGaussian());
        var (_, q) = DenseEigensolver.Solve(source, n, threads: 1)!.Value;
        using var scaled = new DoubleMatrix(n, n);
        for (var k = 0; k < n; k++)
            for (var i = 0; i < n; i++) scaled[k, i] = values[k] * q[k, i];
        using var result = new DoubleMatrix(n, n);
        DoubleProduct.Add(1, q.View.Transposed, scaled.View, result.View, threads: 1);
        q.Dispose();
        var matrix = new Matrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) matrix[i, j] = (float)result[Math.Max(i, j), Math.Min(i, j)];
        return matrix;
    }

    private static DoubleMatrix Fill(int n, Func<int, int, double> element)
    {
        var matrix = new DoubleMatrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++) matrix[i, j] = matrix[j, i] = element(i, j);
        return matrix;
    }
}
