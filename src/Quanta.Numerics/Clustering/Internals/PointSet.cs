using System.Numerics;
using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>What all starts of k-means share: the centred points and, where memory allows, their inner products.</summary>
internal sealed class PointSet : IDisposable
{
    private readonly Matrix _points;

    public PointSet(MatrixView points, IMatrixProduct product, KMeansOptions options)
    {
        Product = product;
        _points = new Matrix(points.RowCount, points.ColumnCount);
        MeanVariance = Centre(points, options.Threads);
        SquaredNorms = new float[Count];
        for (var i = 0; i < Count; i++) SquaredNorms[i] = TensorPrimitives.SumOfSquares<float>(_points.Row(i));
        if (options.Algorithm is KMeansAlgorithm.Plain or KMeansAlgorithm.Bounds || 4L * Count * Count > options.PairwiseMemory) return;
        InnerProducts = new Matrix(Count, Count);
        product.MultiplyByOwnTranspose(_points.View, InnerProducts.View, accumulate: false, options.Threads);
    }

    public IMatrixProduct Product { get; }

    public int Count => _points.Rows;

    public int Dimensions => _points.Columns;

    /// <summary>[n, d], each column with mean 0.</summary>
    public MatrixView Points => _points.View;

    /// <summary>[n].</summary>
    public float[] SquaredNorms { get; }

    /// <summary>[n, n], or null where it would take too much memory.</summary>
    public Matrix? InnerProducts { get; }

    /// <summary>The mean over the coordinates of their variance.</summary>
    public double MeanVariance { get; }

    public Span<float> Point(int i) => _points.Row(i);

    /// <summary>lowered = min(distances, squared distances from a point), element by element, and 0 for the point itself.</summary>
    /// <param name="from">The point.</param>
    /// <param name="distances">[n].</param>
    /// <param name="lowered">[n], written.</param>
    /// <returns>The sum of what was written.</returns>
    public double LowerDistances(int from, ReadOnlySpan<float> distances, Span<float> lowered)
    {
        var sum = InnerProducts is null ? LowerFromCoordinates(from, distances, lowered) : LowerFromProducts(InnerProducts.Row(from), from, distances, lowered);
        sum -= lowered[from];
        lowered[from] = 0;
        return sum;
    }

    public void Dispose()
    {
        _points.Dispose();
        InnerProducts?.Dispose();
    }

    private double LowerFromCoordinates(int from, ReadOnlySpan<float> distances, Span<float> lowered)
    {
        var sum = 0.0;
        for (var i = 0; i < lowered.Length; i++)
        {
            var distance = Dimensions == 0 ? 0 : TensorPrimitives.Distance<float>(Point(i), Point(from));
            sum += lowered[i] = Math.Min(distances[i], distance * distance);
        }
        return sum;
    }

    /// <summary>||x - y||^2 = ||x||^2 + ||y||^2 - 2 x.y, in one pass.</summary>
    private double LowerFromProducts(ReadOnlySpan<float> products, int from, ReadOnlySpan<float> distances, Span<float> lowered)
    {
        var (norm, sums, minusTwo) = (new Vector<float>(SquaredNorms[from]), Vector<double>.Zero, new Vector<float>(-2));
        var i = 0;
        for (; i + Vector<float>.Count <= lowered.Length; i += Vector<float>.Count)
        {
            var distance = Vector.FusedMultiplyAdd(minusTwo, new Vector<float>(products[i..]), new Vector<float>(SquaredNorms, i) + norm);
            var lower = Vector.Min(new Vector<float>(distances[i..]), Vector.Max(distance, Vector<float>.Zero));
            lower.CopyTo(lowered[i..]);
            Vector.Widen(lower, out var first, out var second);
            sums += first + second;
        }
        var sum = Vector.Sum(sums);
        for (; i < lowered.Length; i++)
            sum += lowered[i] = Math.Min(distances[i], Math.Max(0, MathF.FusedMultiplyAdd(-2, products[i], SquaredNorms[i] + SquaredNorms[from])));
        return sum;
    }

    private double Centre(MatrixView points, int threads)
    {
        var sums = new double[points.ColumnCount];
        for (var i = 0; i < points.RowCount; i++)
        {
            var row = points.RowSpan(i);
            for (var j = 0; j < sums.Length; j++) sums[j] += row[j];
        }
        for (var i = 0; i < points.RowCount; i++)
        {
            ReadOnlySpan<float> source = points.RowSpan(i);
            var target = _points.Row(i);
            for (var j = 0; j < sums.Length; j++) target[j] = (float)(source[j] - sums[j] / points.RowCount);
        }
        return sums.Length == 0 ? 0 : ColumnReductions.Norms(_points.View, threads).Sum(norm => norm * norm) / Count / sums.Length;
    }
}
