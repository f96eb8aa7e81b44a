using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Neighbours;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Clustering.Spherical;

/// <summary>The first centres: vectors drawn in batches, each with probability proportional to its squared distance to the nearest centre of the batches before
/// (k-means++ of Arthur and Vassilvitskii 2007, which draws one at a time; batches are products of matrices). Centres are ordered so that near ones stand in
/// one group.</summary>
/// <param name="Centres">[k, d]: unit vectors.</param>
/// <param name="GroupStarts">[groups + 1]: where each group of centres begins.</param>
internal sealed record SphericalStart(Matrix Centres, int[] GroupStarts) : IDisposable
{
    /// <summary>Centres of a group at most.</summary>
    public const int GroupSize = 64;

    private const int Batches = 16, Piece = 512;

    /// <summary>A vector nearer than this, squared, to a centre is that centre, as far as float32 can tell.</summary>
    private const double LeastDistance = 1e-6;

    /// <summary>The squared distance of opposite vectors.</summary>
    private const double LargestDistance = 4;

    public static SphericalStart Draw(MatrixView points, SphericalKMeansOptions options, IMatrixProduct product, CancellationToken cancellation)
    {
        var chosen = Choose(points, options, product, cancellation);
        using var drawn = Gather(points, chosen);
        var cells = PivotTree.Cells(
            new UnitRows(new VectorsInMemory(drawn.View)), GroupSize, new Philox(options.Seed, StreamPurpose.CentreGroups.Stream()), product, options.Threads, cancellation);
        var starts = new int[cells.Count + 1];
        for (var group = 0; group < cells.Count; group++) starts[group + 1] = starts[group] + cells[group].Length;
        return new(Gather(points, [.. cells.SelectMany(cell => cell).Select(place => chosen[place])]), starts);
    }

    public void Dispose() => Centres.Dispose();

    /// <summary>[k]: different points.</summary>
    private static int[] Choose(MatrixView points, SphericalKMeansOptions options, IMatrixProduct product, CancellationToken cancellation)
    {
        var (random, chosen) = (new Philox(options.Seed, StreamPurpose.SphericalStart.Stream()), new List<int>(options.Clusters));
        var weights = new double[points.RowCount];
        Array.Fill(weights, LargestDistance);
        while (chosen.Count < options.Clusters)
        {
            var from = chosen.Count;
            var batch = Math.Min((options.Clusters + Batches - 1) / Batches, options.Clusters - from);
            Draw(weights, chosen, from + batch, random);
            if (chosen.Count == from + batch && chosen.Count < options.Clusters) Lower(weights, points, [.. chosen.Skip(from)], options.Threads, product, cancellation);
            if (chosen.Count < from + batch) chosen.AddRange(Enumerable.Range(0, points.RowCount).Except([.. chosen]).Take(options.Clusters - chosen.Count));
        }
        return [.. chosen];
    }

    /// <summary>Draws points until there are so many, or none is left that has a weight; a point that is drawn loses its weight.</summary>
    private static void Draw(double[] weights, List<int> chosen, int wanted, Philox random)
    {
        var cumulative = new double[weights.Length];
        for (var isStale = true; chosen.Count < wanted;)
        {
            if (isStale) Accumulate(weights, cumulative);
            if (cumulative[^1] <= 0) return;
            var place = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
            var point = place < 0 ? ~place : place + 1;
            isStale = point >= weights.Length || weights[point] == 0;
            if (isStale) continue;
            weights[point] = 0;
            chosen.Add(point);
        }
    }

    private static void Accumulate(double[] weights, double[] cumulative)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) cumulative[i] = sum += weights[i];
    }

    /// <summary>Lowers the weights to the squared distances to the nearest of some more centres.</summary>
    private static void Lower(double[] weights, MatrixView points, int[] centres, int threads, IMatrixProduct product, CancellationToken cancellation)
    {
        using var gathered = Gather(points, centres);
        Workers.RunPieces(points.RowCount, Piece, threads, (start, end) =>
        {
            using var cosines = new Matrix(end - start, centres.Length);
            product.Multiply(points.Rows(start, end - start), gathered.View.Transposed, cosines.View);
            for (var i = start; i < end; i++)
            {
                var distance = 2 - 2.0 * TensorPrimitives.Max<float>(cosines.Row(i - start));
                weights[i] = distance < LeastDistance ? 0 : Math.Min(weights[i], distance);
            }
        }, cancellation);
    }

    private static Matrix Gather(MatrixView points, int[] chosen)
    {
        var gathered = new Matrix(chosen.Length, points.ColumnCount);
        for (var i = 0; i < chosen.Length; i++) points.Row(chosen[i]).CopyTo(gathered.Row(i));
        return gathered;
    }
}
