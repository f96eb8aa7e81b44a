using System.Numerics.Tensors;
using Quanta.Numerics.Eigenvectors.Internals;
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

    /// <summary>Squared distances from a point to all points, [n]; 0 to itself.</summary>
    public void SquaredDistances(int from, Span<float> distances)
    {
        if (InnerProducts is null)
        {
            for (var i = 0; i < distances.Length; i++) distances[i] = SquaredDistance(Point(i), Point(from));
            return;
        }
        TensorPrimitives.MultiplyAdd(InnerProducts.Row(from), -2, SquaredNorms, distances);
        TensorPrimitives.Add(distances, SquaredNorms[from], distances);
        TensorPrimitives.Max(distances, 0, distances);
        distances[from] = 0;
    }

    public void Dispose()
    {
        _points.Dispose();
        InnerProducts?.Dispose();
    }

    private static float SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var distance = x.IsEmpty ? 0 : TensorPrimitives.Distance(x, y);
        return distance * distance;
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
