using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Spherical;

/// <summary>The centres of spherical k-means, and how far each has just moved.</summary>
internal sealed class SphericalCentres : IDisposable
{
    private readonly MatrixView _points;
    private readonly Matrix _centres;
    private readonly int[] _membership;

    /// <param name="points">[n, d]: unit vectors.</param>
    /// <param name="centres">[k, d]: unit vectors; changed.</param>
    public SphericalCentres(MatrixView points, Matrix centres)
    {
        (_points, _centres) = (points, centres);
        _membership = new int[points.RowCount];
        Array.Fill(_membership, -1);
        Moved = [.. Enumerable.Range(0, centres.Rows)];
        DriftCosines = new double[centres.Rows];
    }

    /// <summary>k.</summary>
    public int Count => _centres.Rows;

    /// <summary>[k, d].</summary>
    public MatrixView View => _centres.View;

    /// <summary>The centres that changed in the last move, ascending; all before the first.</summary>
    public int[] Moved { get; private set; }

    /// <summary>[k]: the cosine of each centre with what it was before the last move.</summary>
    public double[] DriftCosines { get; }

    /// <summary>Whether an empty cluster was given a point in the last move, so that the next round is no measure of convergence.</summary>
    public bool HasFilled { get; private set; }

    /// <summary>Moves each centre to the direction of the sum of its points.</summary>
    /// <param name="labels">[n]: the cluster of each point.</param>
    /// <param name="cosines">[n]: of each point with its centre; where a cluster has no point, the points with the least are given away.</param>
    /// <param name="threads">Threads; the centres do not depend on it.</param>
    public void MoveTo(ReadOnlySpan<int> labels, ReadOnlySpan<float> cosines, int threads)
    {
        var membership = labels.ToArray();
        HasFilled = FillEmpty(membership, cosines);
        var (members, starts) = ByCluster(membership);
        var hasChanged = new bool[Count];
        for (var i = 0; i < membership.Length; i++)
        {
            if (membership[i] == _membership[i]) continue;
            hasChanged[membership[i]] = true;
            if (_membership[i] >= 0) hasChanged[_membership[i]] = true;
        }
        membership.CopyTo(_membership, 0);
        var hasMoved = new bool[Count];
        Workers.Run(Count, threads, cluster =>
        {
            DriftCosines[cluster] = 1;
            if (hasChanged[cluster]) hasMoved[cluster] = Move(cluster, members.AsSpan(starts[cluster]..starts[cluster + 1]));
        });
        Moved = [.. Enumerable.Range(0, Count).Where(cluster => hasMoved[cluster])];
    }

    public void Dispose() => _centres.Dispose();

    /// <summary>Gives each empty cluster the point of least cosine, the first of equals, of those not alone in their cluster.</summary>
    private bool FillEmpty(int[] membership, ReadOnlySpan<float> cosines)
    {
        var sizes = new int[Count];
        foreach (var cluster in membership) sizes[cluster]++;
        int[] empty = [.. Enumerable.Range(0, Count).Where(cluster => sizes[cluster] == 0)];
        if (empty.Length == 0) return false;
        var (values, points) = (cosines.ToArray(), Enumerable.Range(0, membership.Length));
        var filled = 0;
        foreach (var point in points.OrderBy(point => values[point]))
        {
            if (filled == empty.Length) break;
            if (sizes[membership[point]] == 1) continue;
            sizes[membership[point]]--;
            membership[point] = empty[filled++];
        }
        return true;
    }

    /// <summary>Points by cluster, ascending in each, and where each cluster's begin.</summary>
    private (int[] Members, int[] Starts) ByCluster(int[] membership)
    {
        var (members, starts) = (new int[membership.Length], new int[Count + 1]);
        foreach (var cluster in membership) starts[cluster + 1]++;
        for (var cluster = 0; cluster < Count; cluster++) starts[cluster + 1] += starts[cluster];
        var next = starts[..^1];
        for (var i = 0; i < membership.Length; i++) members[next[membership[i]]++] = i;
        return (members, starts);
    }

    /// <summary>Whether the centre changed. A sum without direction, of opposite points, leaves it where it is.</summary>
    private bool Move(int cluster, ReadOnlySpan<int> members)
    {
        var sum = new double[_points.ColumnCount];
        foreach (var point in members)
        {
            ReadOnlySpan<float> row = _points.Row(point);
            for (var j = 0; j < sum.Length; j++) sum[j] += row[j];
        }
        var norm = TensorPrimitives.Norm<double>(sum);
        if (!(norm > 1e-6)) return false;
        var centre = _centres.Row(cluster);
        var hasMoved = false;
        var (product, before, after) = (0.0, 0.0, 0.0);
        for (var j = 0; j < sum.Length; j++)
        {
            var to = (float)(sum[j] / norm);
            (product, before, after) = (product + (double)to * centre[j], before + (double)centre[j] * centre[j], after + (double)to * to);
            hasMoved |= to != centre[j];
            centre[j] = to;
        }
        DriftCosines[cluster] = Math.Clamp(product / Math.Sqrt(before * after), -1, 1);
        return hasMoved;
    }
}
