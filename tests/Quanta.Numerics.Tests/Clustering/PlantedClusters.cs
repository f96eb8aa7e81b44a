using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Clustering;

/// <summary>Zipf-sized clusters of noisy unit vectors, their angular similarities and their labels: the recipe of references.py, number for number.</summary>
internal sealed class PlantedClusters : IDisposable
{
    public PlantedClusters(int n, int clusters, int dimensions, double noise, ulong seed)
    {
        Labels = DrawLabels(n, clusters, new Philox(seed, 0));
        var centres = Rows(clusters, dimensions, new Philox(seed, 1));
        foreach (var centre in centres) Normalize(centre);
        var points = Rows(n, dimensions, new Philox(seed, 2));
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < dimensions; j++) points[i][j] = centres[Labels[i]][j] + noise * points[i][j] / Math.Sqrt(dimensions);
            Normalize(points[i]);
        }
        Affinity = new Matrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++) Affinity[i, j] = Affinity[j, i] = (float)(1 - Math.Acos(Math.Clamp(Dot(points[i], points[j]), -1, 1)) / Math.PI);
    }

    /// <summary>[n, n]: 1 - arccos(cosine) / pi.</summary>
    public Matrix Affinity { get; }

    /// <summary>[n].</summary>
    public int[] Labels { get; }

    /// <summary>[n, n]: the cosines themselves.</summary>
    public Matrix Cosines()
    {
        var cosines = new Matrix(Affinity.Rows, Affinity.Columns);
        for (var i = 0; i < cosines.Rows; i++)
            for (var j = 0; j < cosines.Columns; j++) cosines[i, j] = (float)Math.Cos(Math.PI * (1 - Affinity[i, j]));
        return cosines;
    }

    public void Dispose() => Affinity.Dispose();

    private static int[] DrawLabels(int n, int clusters, Philox random)
    {
        var total = Enumerable.Range(1, clusters).Sum(rank => 1.0 / rank);
        var cumulative = new double[clusters];
        for (var c = 0; c < clusters; c++) cumulative[c] = (c == 0 ? 0 : cumulative[c - 1]) + 1.0 / (c + 1) / total;
        return [.. Enumerable.Range(0, n).Select(_ =>
        {
            var draw = random.NextDouble();
            var label = Array.FindIndex(cumulative, value => value > draw);
            return label < 0 ? clusters - 1 : label;
        })];
    }

    private static double[][] Rows(int count, int dimensions, Philox random) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimensions).Select(_ => random.NextGaussian()).ToArray())];

    private static void Normalize(double[] x)
    {
        var norm = Math.Sqrt(Dot(x, x));
        for (var i = 0; i < x.Length; i++) x[i] /= norm;
    }

    private static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
