using System.Numerics;
using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>What all starts of k-means share: the points and, where memory allows, the squared distances of all pairs.</summary>
/// <remarks>The points are those given, moved and scaled without rounding. A column whose values lie within a factor of 2 is moved by their float32 mean,
/// which is exact (Sterbenz 1974, "Floating-point computation"); other columns lie no farther from 0 than they are wide. The scale is a power of two.
/// <para>A squared distance is float32 with its whole relative precision: it is found in float64, from inner products where these lose no more than 26 bits, else
/// from the coordinates.</para></remarks>
internal sealed class PointSet : IDisposable
{
    private const int Tile = 256;
    private readonly Matrix _points;

    public PointSet(MatrixView points, KMeansOptions options)
    {
        _points = new Matrix(points.RowCount, points.ColumnCount);
        Exponent = MoveAndScale(points);
        MeanVariance = Variance();
        SquaredNorms = new double[Count];
        for (var i = 0; i < Count; i++) SquaredNorms[i] = Distances.SquaredNorm(Point(i));
        if (NearestCentres.NeedsPairs(this, options)) SquaredDistances = AllPairs(options.Threads);
    }

    public int Count => _points.Rows;

    public int Dimensions => _points.Columns;

    /// <summary>e: coordinates are the given ones, less an origin, times 2^-e; the largest is 1 to 2.</summary>
    public int Exponent { get; }

    /// <summary>[n].</summary>
    public double[] SquaredNorms { get; }

    /// <summary>[n, n], or null where it would take too much memory or more time than it saves.</summary>
    public Matrix? SquaredDistances { get; }

    /// <summary>The mean over the coordinates of their variance.</summary>
    public double MeanVariance { get; }

    public Span<float> Point(int i) => _points.Row(i);

    /// <summary>The squared distances of all points to one.</summary>
    /// <param name="from">The point.</param>
    /// <param name="buffer">[n]: may be written, and may be what is returned.</param>
    public ReadOnlySpan<float> DistancesTo(int from, float[] buffer)
    {
        if (SquaredDistances is not null) return SquaredDistances.Row(from);
        for (var i = 0; i < buffer.Length; i++) buffer[i] = (float)Distances.Squared(Point(i), Point(from));
        return buffer;
    }

    public void Dispose()
    {
        _points.Dispose();
        SquaredDistances?.Dispose();
    }

    private int MoveAndScale(MatrixView points)
    {
        var (least, most, sums) = (new float[Dimensions], new float[Dimensions], new double[Dimensions]);
        Array.Fill(least, float.PositiveInfinity);
        Array.Fill(most, float.NegativeInfinity);
        for (var i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> row = points.RowSpan(i);
            TensorPrimitives.Min(least, row, least);
            TensorPrimitives.Max(most, row, most);
            for (var j = 0; j < sums.Length; j++) sums[j] += row[j];
        }
        var origin = new float[Dimensions];
        for (var j = 0; j < origin.Length; j++)
        {
            var isNarrow = (least[j] > 0 && most[j] / 2 <= least[j]) || (most[j] < 0 && least[j] / 2 >= most[j]);
            if (isNarrow) origin[j] = Math.Clamp((float)(sums[j] / Count), least[j], most[j]);
        }
        for (var i = 0; i < Count; i++) TensorPrimitives.Subtract<float>(points.RowSpan(i), origin, Point(i));
        return Scale();
    }

    private int Scale()
    {
        var largest = MatrixScan.LargestMagnitude(_points.View, threads: 1);
        if (largest == 0) return 0;
        var exponent = Math.ILogB(largest);
        var factor = Math.ScaleB(1.0, -exponent);
        for (var i = 0; i < Count; i++)
            foreach (ref var value in Point(i)) value = (float)(factor * value);
        return exponent;
    }

    private double Variance()
    {
        if (Dimensions == 0) return 0;
        var (mean, sum) = (new double[Dimensions], 0.0);
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < mean.Length; j++) mean[j] += Point(i)[j] / (double)Count;
        for (var i = 0; i < Count; i++) sum += Distances.Squared(Point(i), mean);
        return sum / Count / Dimensions;
    }

    private Matrix AllPairs(int threads)
    {
        var pairs = new Matrix(Count, Count);
        var tiles = (Count + Tile - 1) / Tile;
        Workers.Run(tiles * (tiles + 1) / 2, threads, number =>
        {
            var row = (int)((Math.Sqrt(8.0 * number + 1) - 1) / 2);
            FillTile(pairs, row * Tile, (number - row * (row + 1) / 2) * Tile);
        });
        return pairs;
    }

    private void FillTile(Matrix pairs, int firstRow, int firstColumn)
    {
        using DoubleMatrix left = Widen(firstRow), right = Widen(firstColumn), products = new(left.Rows, right.Rows);
        DoubleProduct.Add(1, left.View, right.View.Transposed, products.View, threads: 1);
        var exact = Math.ScaleB(1.0, -27) * Math.Max(1, Dimensions);
        for (var r = 0; r < left.Rows; r++)
        {
            var i = firstRow + r;
            for (var c = 0; c < right.Rows && firstColumn + c < i; c++)
            {
                var j = firstColumn + c;
                var norms = SquaredNorms[i] + SquaredNorms[j];
                var distance = norms - 2 * products[r, c];
                if (!(distance > exact * norms)) distance = Distances.Squared(Point(i), Point(j));
                pairs[i, j] = pairs[j, i] = (float)distance;
            }
        }
    }

    private DoubleMatrix Widen(int first)
    {
        var wide = new DoubleMatrix(Math.Min(Tile, Count - first), Dimensions);
        for (var i = 0; i < wide.Rows; i++) TensorPrimitives.ConvertChecked<float, double>(Point(first + i), wide.Row(i));
        return wide;
    }
}

/// <summary>Squared distances in float64.</summary>
internal static class Distances
{
    public static double Squared(ReadOnlySpan<float> x, ReadOnlySpan<double> y)
    {
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        var j = 0;
        for (; j + Vector<float>.Count <= x.Length; j += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[j..]), out var first, out var second);
            first -= new Vector<double>(y[j..]);
            second -= new Vector<double>(y[(j + Vector<double>.Count)..]);
            (low, high) = (Vector.FusedMultiplyAdd(first, first, low), Vector.FusedMultiplyAdd(second, second, high));
        }
        var sum = Vector.Sum(low + high);
        for (; j < x.Length; j++) sum += (x[j] - y[j]) * (x[j] - y[j]);
        return sum;
    }

    public static double Squared(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        var j = 0;
        for (; j + Vector<float>.Count <= x.Length; j += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[j..]), out var first, out var second);
            Vector.Widen(new Vector<float>(y[j..]), out var otherFirst, out var otherSecond);
            (first, second) = (first - otherFirst, second - otherSecond);
            (low, high) = (Vector.FusedMultiplyAdd(first, first, low), Vector.FusedMultiplyAdd(second, second, high));
        }
        var sum = Vector.Sum(low + high);
        for (; j < x.Length; j++) sum += ((double)x[j] - y[j]) * ((double)x[j] - y[j]);
        return sum;
    }

    public static double SquaredNorm(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        foreach (var value in x) sum += (double)value * value;
        return sum;
    }
}
