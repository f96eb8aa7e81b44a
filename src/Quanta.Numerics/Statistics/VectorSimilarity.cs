using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;

namespace Quanta.Numerics.Statistics;

/// <summary>How alike vectors are within clusters and between them, without a matrix: the sum of all cosines of some unit vectors is the squared length of
/// their sum.</summary>
/// <param name="Within">Mean cosine of pairs in one cluster; NaN where there are none.</param>
/// <param name="Between">Mean cosine of pairs in different clusters; NaN where there are none.</param>
/// <remarks>Sums are float64. A vector of zeros has cosine 0 with all.</remarks>
public sealed record VectorSimilarity(double Within, double Between)
{
    private const int Piece = 256;

    /// <summary>Measures a clustering.</summary>
    /// <param name="vectors">[n, d], finite, of any length.</param>
    /// <param name="labels">[n], any integers.</param>
    /// <param name="threads">Threads; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between clusters.</param>
    public static VectorSimilarity Measure(IVectorRows vectors, int[] labels, int threads = 1, CancellationToken cancellation = default)
    {
        int[][] clusters = [.. Enumerable.Range(0, labels.Length).GroupBy(i => labels[i]).Select(cluster => cluster.ToArray())];
        var within = new double[clusters.Length];
        Workers.Run(clusters.Length, threads, c => within[c] = CosinesOfPairs(vectors, clusters[c]), cancellation);
        var pairs = clusters.Sum(cluster => PairsOf(cluster.Length));
        var all = CosinesOfPairs(vectors, [.. Enumerable.Range(0, labels.Length)]);
        return new(within.Sum() / pairs, (all - within.Sum()) / (PairsOf(labels.Length) - pairs));
    }

    /// <summary>The mean cosine of pairs of some vectors; NaN for fewer than two.</summary>
    public static double MeanCosine(IVectorRows vectors, IReadOnlyList<int> chosen) => CosinesOfPairs(vectors, [.. chosen]) / PairsOf(chosen.Count);

    /// <summary>Ordered pairs of different ones.</summary>
    private static double PairsOf(int count) => (double)count * (count - 1);

    /// <summary>The sum of the cosines of all ordered pairs of different vectors.</summary>
    private static double CosinesOfPairs(IVectorRows vectors, int[] chosen)
    {
        var (rows, sum, wide, own) = (new UnitRows(vectors), new double[vectors.Dimensions], new double[vectors.Dimensions], 0.0);
        using var piece = new Matrix(Math.Min(Piece, chosen.Length), vectors.Dimensions);
        for (var start = 0; start < chosen.Length; start += Piece)
        {
            var part = chosen.AsSpan(start, Math.Min(Piece, chosen.Length - start));
            rows.Gather(part, piece.Slice(0, part.Length));
            for (var i = 0; i < part.Length; i++)
            {
                TensorPrimitives.ConvertChecked<float, double>(piece.Row(i), wide);
                TensorPrimitives.Add<double>(sum, wide, sum);
                own += TensorPrimitives.SumOfSquares<double>(wide);
            }
        }
        return TensorPrimitives.SumOfSquares<double>(sum) - own;
    }
}
