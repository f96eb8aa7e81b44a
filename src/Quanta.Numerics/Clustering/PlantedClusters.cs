using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Clustering;

/// <summary>Zipf-sized clusters of noisy unit vectors: their cosines and labels.</summary>
/// <param name="Cosines">[n, n], symmetric. The caller disposes it.</param>
/// <param name="Labels">[n]: the rank of the cluster that each point was drawn from, from 0.</param>
public sealed record PlantedClusters(Matrix Cosines, int[] Labels) : IDisposable
{
    /// <summary>Draws a matrix.</summary>
    public static PlantedClusters Create(PlantedClustersOptions options, IMatrixProduct product)
    {
        var labels = DrawLabels(options);
        using var points = DrawPoints(options, labels);
        var cosines = new Matrix(options.Points, options.Points);
        product.MultiplyByOwnTranspose(points.View, cosines.View, accumulate: false, options.Threads);
        return new PlantedClusters(cosines, labels);
    }

    public void Dispose() => Cosines.Dispose();

    private static int[] DrawLabels(PlantedClustersOptions options)
    {
        var random = new Philox(options.Seed, 0);
        var weights = Enumerable.Range(1, options.Clusters).Select(rank => Math.Pow(rank, -options.Exponent)).ToArray();
        var (total, sum) = (weights.Sum(), 0.0);
        var cumulative = weights.Select(weight => sum += weight / total).ToArray();
        var labels = new int[options.Points];
        foreach (ref var label in labels.AsSpan())
        {
            var draw = random.NextDouble();
            var found = Array.FindIndex(cumulative, value => value > draw);
            label = found < 0 ? options.Clusters - 1 : found;
        }
        return labels;
    }

    private static Matrix DrawPoints(PlantedClustersOptions options, int[] labels)
    {
        var centres = DrawCentres(options);
        var random = new Philox(options.Seed, 2);
        var noise = options.Noise / Math.Sqrt(options.Dimensions);
        var points = new Matrix(options.Points, options.Dimensions);
        for (var i = 0; i < points.Rows; i++)
        {
            var point = centres[labels[i]].Select(value => value + noise * random.NextGaussian()).ToArray();
            Normalize(point);
            for (var j = 0; j < point.Length; j++) points[i, j] = (float)point[j];
        }
        return points;
    }

    private static double[][] DrawCentres(PlantedClustersOptions options)
    {
        var random = new Philox(options.Seed, 1);
        var centres = new double[options.Clusters][];
        for (var c = 0; c < centres.Length; c++) centres[c] = DrawDirection(options.Dimensions, random);
        if (options.Background == 0) return centres;
        var common = DrawDirection(options.Dimensions, random);
        foreach (var centre in centres)
        {
            for (var j = 0; j < centre.Length; j++)
                centre[j] = Math.Sqrt(1 - options.Background) * centre[j] + Math.Sqrt(options.Background) * common[j];
            Normalize(centre);
        }
        return centres;
    }

    private static double[] DrawDirection(int dimensions, Philox random)
    {
        var direction = new double[dimensions];
        foreach (ref var value in direction.AsSpan()) value = random.NextGaussian();
        Normalize(direction);
        return direction;
    }

    private static void Normalize(double[] x)
    {
        var norm = Math.Sqrt(x.Sum(value => value * value));
        for (var i = 0; i < x.Length; i++) x[i] /= norm;
    }
}

/// <summary>A matrix of cosines whose clusters are known, for tests and calibration.</summary>
/// <param name="Points">n.</param>
/// <param name="Clusters">K: how many clusters there are at most; small ones may draw no point.</param>
/// <param name="Dimensions">Of the vectors.</param>
/// <param name="Noise">Length of the noise added to a centre of length 1: two points of a cluster have a cosine of about 1 / (1 + noise^2).</param>
public sealed record PlantedClustersOptions(int Points, int Clusters, int Dimensions, double Noise)
{
    /// <summary>s: the cluster of rank r draws points with probability proportional to r^-s.</summary>
    public double Exponent { get; init; } = 1;

    /// <summary>The cosine between any two centres, beyond chance, in [0, 1).</summary>
    public double Background { get; init; }

    /// <summary>Names the random numbers: labels, centres and noise are streams 0, 1 and 2.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number of threads to use; the result does not depend on it where the product's does not.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The noise that gives two points of a cluster this cosine, in (0, 1].</summary>
    public static double NoiseForCosine(double cosine) => Math.Sqrt(1 / cosine - 1);
}
