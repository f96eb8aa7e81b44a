using Quanta.Numerics.Clustering;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Statistics;

/// <summary>Whether a clusterer finds the same clusters again: adjusted Rand indices between its own results.</summary>
/// <param name="Count">The number of clusters asked for.</param>
/// <param name="Mean">Over the comparisons.</param>
/// <param name="Least">Of the comparisons.</param>
public sealed record ClusterStability(int Count, double Mean, double Least)
{
    /// <summary>Compares the results of different seeds, each pair of them. 1 for a clusterer without randomness.</summary>
    /// <param name="options">What the clusterer was told.</param>
    /// <param name="found">Labels, [n], for each count.</param>
    /// <param name="others">For each count those of the other seeds (<see cref="ClusteringResult.OtherSeeds"/>).</param>
    /// <returns>One for each count, in the order of the options.</returns>
    public static IReadOnlyList<ClusterStability> OverSeeds(
        ClustererOptions options, IReadOnlyList<int[]> found, IReadOnlyList<IReadOnlyList<int[]>> others) => Summarize(options, count =>
        {
            var runs = others.Count == 0 ? [found[count]] : (int[][])[found[count], .. others[count]];
            var pairs = Enumerable.Range(0, runs.Length).SelectMany(first => Enumerable.Range(0, first).Select(second => (first, second)));
            return pairs.Select(pair => ClusterAgreement.AdjustedRandIndex(runs[pair.first], runs[pair.second])).DefaultIfEmpty(1);
        });

    /// <summary>Clusters random parts of the points and compares with the clustering of all, on the points of the part.</summary>
    /// <param name="clusterer">Which.</param>
    /// <param name="similarity">[n, n], as the clusterer wants it.</param>
    /// <param name="options">Each count must not exceed the points of a part; the seed also draws the parts.</param>
    /// <param name="found">What the clusterer found with these options for all points: labels, [n], for each count.</param>
    /// <param name="fraction">The share of the points in a part, in (0, 1].</param>
    /// <param name="parts">How many, at least 1.</param>
    /// <param name="product">Multiplies matrices.</param>
    /// <param name="progress">Fraction done.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <returns>One for each count, in the order of the options.</returns>
    public static IReadOnlyList<ClusterStability> OverSubsamples(
        IClusterer clusterer, MatrixView similarity, ClustererOptions options, IReadOnlyList<int[]> found, double fraction, int parts, IMatrixProduct product,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        if (!(fraction > 0 && fraction <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), $"The share of the points must lie in (0, 1], but it is {fraction}.");
        var runs = new List<(int[] Points, IReadOnlyList<int[]> Labels)>();
        for (var part = 0; part < parts; part++)
        {
            var points = Draw(similarity.RowCount, fraction, new Philox(options.Seed, StreamPurpose.StabilityPart.Stream(part)));
            using var sub = Submatrix(similarity, points, options.Threads);
            var search = options with { MemoryBytes = options.MemoryBytes - sizeof(float) * (long)sub.Rows * sub.Columns };
            runs.Add((points, Labels(clusterer.Cluster(sub.View, search, product, progress: null, cancellation))));
            progress?.Report((part + 1.0) / parts);
        }
        return Summarize(options, count => runs.Select(run =>
            ClusterAgreement.AdjustedRandIndex([.. run.Points.Select(point => found[count][point])], run.Labels[count])));
    }

    private static IReadOnlyList<int[]> Labels(ClusteringResult result) => [.. result.Clusterings.Select(set => set.Labels)];

    private static ClusterStability[] Summarize(ClustererOptions options, Func<int, IEnumerable<double>> compare) =>
        [.. options.Counts.Select((clusters, index) =>
        {
            var values = compare(index).ToArray();
            return new ClusterStability(clusters, values.Average(), values.Min());
        })];

    private static int[] Draw(int points, double fraction, Philox random)
    {
        var order = Enumerable.Range(0, points).ToArray();
        random.Shuffle<int>(order);
        return [.. order.Take((int)Math.Ceiling(fraction * points)).Order()];
    }

    private static Matrix Submatrix(MatrixView similarity, int[] points, int threads)
    {
        var sub = new Matrix(points.Length, points.Length);
        Workers.RunPieces(points.Length, 64, threads, (start, end) =>
        {
            for (var i = start; i < end; i++)
                for (var j = 0; j < points.Length; j++) sub[i, j] = similarity[points[i], points[j]];
        });
        return sub;
    }
}
