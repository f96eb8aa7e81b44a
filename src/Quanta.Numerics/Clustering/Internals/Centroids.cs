using System.Numerics;
using Quanta.Numerics.DenseAlgebra;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>The centres of one start of k-means, in float64, kept up to date as points change their clusters.</summary>
internal sealed class Centroids : IDisposable
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

    /// <summary>[k, d].</summary>
    public DoubleView Centres => _centres.View;

    /// <summary>[n]: the cluster to whose sum each point was added last; -1 for none.</summary>
    public ReadOnlySpan<int> Membership => _membership;

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
    public double SquaredDistance(int point, int cluster) => Distances.Squared(_points.Point(point), _centres.Row(cluster));

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

/// <summary>What a change of membership does to the sums over each cluster's points.</summary>
/// <remarks>For each cluster that changed: whether its sum starts anew, and the points to add or take away, ascending. A cluster is summed anew
/// where that takes
/// no more points than the changes, which also keeps rounding from piling up.</remarks>
internal sealed class CentroidEdits
{
    private readonly int[] _start, _entries;
    private readonly bool[] _anew;

    private CentroidEdits(int[] start, int[] entries, bool[] anew, int[] changed) =>
        (_start, _entries, _anew, Changed) = (start, entries, anew, changed);

    /// <summary>The clusters whose sums change, ascending.</summary>
    public int[] Changed { get; }

    /// <summary>Whether the sum of a cluster starts from zero.</summary>
    public bool IsAnew(int cluster) => _anew[cluster];

    /// <summary>Points of a changed cluster: p adds point p, ~p takes it away.</summary>
    public ReadOnlySpan<int> Entries(int cluster) => _entries.AsSpan(_start[cluster].._start[cluster + 1]);

    /// <summary>From one membership to the next; -1 is a point of no cluster. A cluster that would be left empty is not touched.</summary>
    public static CentroidEdits Between(ReadOnlySpan<int> before, ReadOnlySpan<int> after, int clusters)
    {
        var (changes, sizes) = (new int[clusters], new int[clusters]);
        for (var i = 0; i < after.Length; i++)
        {
            if (after[i] >= 0) sizes[after[i]]++;
            if (before[i] == after[i]) continue;
            if (after[i] >= 0) changes[after[i]]++;
            if (before[i] >= 0) changes[before[i]]++;
        }
        var (start, anew) = (new int[clusters + 1], new bool[clusters]);
        var changed = new List<int>();
        for (var c = 0; c < clusters; c++)
        {
            var touched = changes[c] > 0 && sizes[c] > 0;
            anew[c] = touched && sizes[c] <= changes[c];
            start[c + 1] = start[c] + (touched ? Math.Min(sizes[c], changes[c]) : 0);
            if (touched) changed.Add(c);
        }
        var entries = Fill(before, after, start, anew);
        return new CentroidEdits(start, entries, anew, [.. changed]);
    }

    private static int[] Fill(ReadOnlySpan<int> before, ReadOnlySpan<int> after, int[] start, bool[] anew)
    {
        var entries = new int[start[^1]];
        var next = start[..^1];
        for (var i = 0; i < after.Length; i++)
        {
            var (from, to) = (before[i], after[i]);
            var moved = from != to;
            if (to >= 0 && start[to + 1] > start[to] && (moved || anew[to])) entries[next[to]++] = i;
            if (moved && from >= 0 && start[from + 1] > start[from] && !anew[from]) entries[next[from]++] = ~i;
        }
        return entries;
    }
}
