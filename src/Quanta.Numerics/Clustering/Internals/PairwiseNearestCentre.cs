using System.Numerics;
using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Nearest centres from the squared distances of pairs of points.</summary>
/// <remarks>Legend: D_il squared distances, cluster c of m points, S_ci = sum_{l in c} D_il, V_c = sum_{i in c} S_ci. The squared distance of point i to the centre
/// is S_ci / m - V_c / (2 m^2), and row c of S changes by a row of D for each point that comes or goes. Nothing in it is larger than the cluster and its
/// distance from the point, wherever the origin is.
/// <para>Each row of S has a bound r_c on its relative error: u = 2^-24 for each row added, and by how much what was taken away can have outweighed what is left.
/// With R the sum of squared distances of r points taken away to the new centre, and T = V_c / (2 m) the scatter of the m that are left, their D_il are together
/// at most max(2 r / m, 2 R / T) S_ci. A row of which too little is known is summed anew. Where the bounds leave more than one centre for a point, distances in
/// float64 decide, so that labels are those of <see cref="PlainNearestCentre"/>.</para></remarks>
internal sealed class PairwiseNearestCentre : INearestCentre
{
    private const int TilePoints = 1024;
    private const double UnitRounding = 1.0 / (1 << 24), WorstError = 1e-3, Underflow = 1e-40;
    private readonly PointSet _points;
    private readonly Matrix _pairs, _sums;
    private readonly double[] _errors, _within;
    private readonly (float Slope, float Offset)[] _lower;
    private readonly (double Slope, double Offset)[] _upper;

    public PairwiseNearestCentre(PointSet points, int k)
    {
        _points = points;
        _pairs = points.SquaredDistances ?? throw new ArgumentException("The squared distances of the points are missing.", nameof(points));
        _sums = new Matrix(k, points.Count);
        (_errors, _within) = (new double[k], new double[k]);
        (_lower, _upper) = (new (float, float)[k], new (double, double)[k]);
    }

    public void Update(Centroids centroids, CentroidEdits edits)
    {
        foreach (var cluster in edits.Changed) Edit(cluster, edits);
        SumWithin(centroids, edits.Changed);
        var anew = edits.Changed.Where(cluster => !TryBound(cluster, centroids, edits)).ToArray();
        foreach (var cluster in anew) SumAnew(cluster, centroids);
        SumWithin(centroids, anew);
        foreach (var cluster in edits.Changed) SetScores(cluster, centroids.Weights[cluster]);
    }

    public void Assign(Centroids centroids, Span<int> labels)
    {
        Span<float> least = stackalloc float[TilePoints], second = stackalloc float[TilePoints];
        for (var start = 0; start < labels.Length; start += TilePoints)
        {
            var tile = labels.Slice(start, Math.Min(TilePoints, labels.Length - start));
            least.Fill(float.PositiveInfinity);
            second.Fill(float.PositiveInfinity);
            for (var c = 0; c < _lower.Length; c++) KeepNearest(_sums.Row(c).Slice(start, tile.Length), _lower[c], c, least, second, tile);
            for (var i = 0; i < tile.Length; i++)
            {
                var (slope, offset) = _upper[tile[i]];
                var most = slope * _sums[tile[i], start + i] + offset;
                if (!(most < second[i])) tile[i] = Recheck(start + i, most, centroids);
            }
        }
    }

    public void Dispose() => _sums.Dispose();

    private void Edit(int cluster, CentroidEdits edits)
    {
        var sum = _sums.Row(cluster);
        if (edits.IsAnew(cluster)) sum.Clear();
        foreach (var entry in edits.Entries(cluster))
        {
            if (entry >= 0) TensorPrimitives.Add(sum, _pairs.Row(entry), sum);
            else TensorPrimitives.Subtract(sum, _pairs.Row(~entry), sum);
        }
    }

    private void SumAnew(int cluster, Centroids centroids)
    {
        var sum = _sums.Row(cluster);
        var membership = centroids.Membership;
        sum.Clear();
        for (var i = 0; i < membership.Length; i++)
            if (membership[i] == cluster) TensorPrimitives.Add(sum, _pairs.Row(i), sum);
        _errors[cluster] = UnitRounding * (centroids.Weights[cluster] + 2);
    }

    /// <summary>V of the given clusters.</summary>
    private void SumWithin(Centroids centroids, int[] clusters)
    {
        if (clusters.Length == 0) return;
        var wanted = new bool[_within.Length];
        foreach (var cluster in clusters) (wanted[cluster], _within[cluster]) = (true, 0);
        var membership = centroids.Membership;
        for (var i = 0; i < membership.Length; i++)
            if (membership[i] is >= 0 and var cluster && wanted[cluster]) _within[cluster] += _sums[cluster, i];
    }

    /// <summary>Bounds the relative error of a row after its edits; false where the row has to be summed anew.</summary>
    private bool TryBound(int cluster, Centroids centroids, CentroidEdits edits)
    {
        double m = centroids.Weights[cluster];
        var entries = edits.Entries(cluster);
        if (edits.IsAnew(cluster))
        {
            _errors[cluster] = UnitRounding * (m + 2);
            return true;
        }
        var (removed, distances) = (0, 0.0);
        foreach (var entry in entries)
        {
            if (entry >= 0) continue;
            removed++;
            distances += centroids.SquaredDistance(~entry, cluster);
        }
        var error = _errors[cluster] + UnitRounding * entries.Length;
        if (removed > 0)
        {
            var scatter = (_within[cluster] - error * m * distances) / (2 * m * (1 + error * (1 + removed / (2 * m))));
            error *= 1 + (scatter > 0 ? Math.Max(2 * removed / m, 2 * distances / scatter) : double.PositiveInfinity);
        }
        _errors[cluster] = error;
        return error <= WorstError;
    }

    /// <summary>The lines of S that lie below and above the true squared distance, the rounding of the lines themselves included.</summary>
    private void SetScores(int cluster, int m)
    {
        var (error, spread) = (1.01 * _errors[cluster] + 4 * UnitRounding, _within[cluster] / (2.0 * m * m));
        _lower[cluster] = ((float)((1 - error) / m), (float)(-(1 + error) * spread - Underflow));
        _upper[cluster] = ((1 + error) / m, -(1 - error) * spread + Underflow);
    }

    private int Recheck(int point, double most, Centroids centroids)
    {
        var (nearest, label) = (double.PositiveInfinity, -1);
        for (var c = 0; c < _lower.Length; c++)
        {
            if (_lower[c].Slope * (double)_sums[c, point] + _lower[c].Offset > most) continue;
            var distance = centroids.SquaredDistance(point, c);
            if (distance < nearest) (nearest, label) = (distance, c);
        }
        return label;
    }

    /// <summary>Keeps the least and the second least lower bound, and the cluster of the least.</summary>
    private static void KeepNearest(
        ReadOnlySpan<float> sums, (float Slope, float Offset) line, int cluster, Span<float> least, Span<float> second, Span<int> labels)
    {
        var (offsets, slopes, clusters) = (new Vector<float>(line.Offset), new Vector<float>(line.Slope), new Vector<int>(cluster));
        var i = 0;
        for (; i + Vector<float>.Count <= sums.Length; i += Vector<float>.Count)
        {
            var scores = Vector.FusedMultiplyAdd(slopes, new Vector<float>(sums[i..]), offsets);
            var next = new Vector<float>(second[i..]);
            if (!Vector.LessThanAny(scores, next)) continue;
            var best = new Vector<float>(least[i..]);
            var nearer = Vector.LessThan(scores, best);
            Vector.Min(next, Vector.Max(scores, best)).CopyTo(second[i..]);
            Vector.Min(scores, best).CopyTo(least[i..]);
            Vector.ConditionalSelect(nearer, clusters, new Vector<int>(labels[i..])).CopyTo(labels[i..]);
        }
        for (; i < sums.Length; i++)
        {
            var score = MathF.FusedMultiplyAdd(line.Slope, sums[i], line.Offset);
            if (score < least[i]) (least[i], second[i], labels[i]) = (score, least[i], cluster);
            else if (score < second[i]) second[i] = score;
        }
    }
}
