using System.Numerics;
using Quanta.Numerics.Eigenvectors.Internals;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>The centres of one start of k-means, in float64, kept up to date as points change their clusters.</summary>
internal sealed unsafe class Centroids : IDisposable
{
    private readonly PointSet _points;
    private readonly int[] _membership;
    private readonly DoubleMatrix _sums, _centres;

    public Centroids(PointSet points, int k)
    {
        _points = points;
        _membership = new int[points.Count];
        Array.Fill(_membership, -1);
        (_sums, _centres) = (new DoubleMatrix(k, points.Dimensions), new DoubleMatrix(k, points.Dimensions));
        (Weights, SquaredNorms, Moves) = (new int[k], new double[k], new double[k]);
    }

    public int Count => Weights.Length;

    /// <summary>[k]: the number of points in each sum.</summary>
    public int[] Weights { get; }

    /// <summary>[k]: of the centres.</summary>
    public double[] SquaredNorms { get; }

    /// <summary>[k]: how far each centre moved last, squared.</summary>
    public double[] Moves { get; }

    /// <summary>Centre <paramref name="cluster"/>, [d].</summary>
    public ReadOnlySpan<double> Centre(int cluster) => _centres.Row(cluster);

    /// <summary>Moves the centres to the means of the clusters of <paramref name="membership"/>; an empty cluster's centre stays.</summary>
    public CentroidEdits MoveTo(ReadOnlySpan<int> membership)
    {
        var edits = CentroidEdits.Between(_membership, membership, Count);
        membership.CopyTo(_membership);
        Array.Clear(Moves);
        foreach (var cluster in edits.Changed)
        {
            Edit(cluster, edits);
            MoveCentre(cluster);
        }
        return edits;
    }

    /// <summary>Squared distance of a point to a centre.</summary>
    public double SquaredDistance(int point, int cluster)
    {
        ReadOnlySpan<float> x = _points.Point(point);
        var centre = _centres.RowPointer(cluster);
        var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
        var j = 0;
        for (; j + Vector<float>.Count <= x.Length; j += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[j..]), out var first, out var second);
            first -= Vector.Load(centre + j);
            second -= Vector.Load(centre + j + Vector<double>.Count);
            (low, high) = (Vector.FusedMultiplyAdd(first, first, low), Vector.FusedMultiplyAdd(second, second, high));
        }
        var sum = Vector.Sum(low + high);
        for (; j < x.Length; j++) sum += (x[j] - centre[j]) * (x[j] - centre[j]);
        return sum;
    }

    public void Dispose()
    {
        _sums.Dispose();
        _centres.Dispose();
    }

    private void Edit(int cluster, CentroidEdits edits)
    {
        var sum = _sums.Row(cluster);
        if (edits.IsAnew(cluster))
        {
            sum.Clear();
            Weights[cluster] = 0;
        }
        foreach (var entry in edits.Entries(cluster))
        {
            var sign = entry >= 0 ? 1 : -1;
            Add(sign, _points.Point(entry >= 0 ? entry : ~entry), sum);
            Weights[cluster] += sign;
        }
    }

    /// <summary>sum += sign x.</summary>
    private static void Add(double sign, ReadOnlySpan<float> x, Span<double> sum)
    {
        var signs = new Vector<double>(sign);
        var j = 0;
        for (; j + Vector<float>.Count <= x.Length; j += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[j..]), out var first, out var second);
            Span<double> low = sum[j..], high = sum[(j + Vector<double>.Count)..];
            Vector.FusedMultiplyAdd(signs, first, new Vector<double>(low)).CopyTo(low);
            Vector.FusedMultiplyAdd(signs, second, new Vector<double>(high)).CopyTo(high);
        }
        for (; j < x.Length; j++) sum[j] += sign * x[j];
    }

    private void MoveCentre(int cluster)
    {
        Span<double> sum = _sums.Row(cluster), centre = _centres.Row(cluster);
        var (move, norm) = (0.0, 0.0);
        for (var j = 0; j < sum.Length; j++)
        {
            var to = sum[j] / Weights[cluster];
            move += (to - centre[j]) * (to - centre[j]);
            norm += to * to;
            centre[j] = to;
        }
        (Moves[cluster], SquaredNorms[cluster]) = (move, norm);
    }
}
