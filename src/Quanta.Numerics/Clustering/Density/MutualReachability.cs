using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Density;

/// <summary>The distance at which two points are dense together: the largest of their distance and of each one's distance to its k-th nearest other point.</summary>
internal sealed class MutualReachability
{
    private const int PointsAReport = 256;
    private readonly MatrixView _similarity;
    private readonly double _self;
    private readonly double[] _core;

    public MutualReachability(MatrixView similarity, HdbscanOptions options)
    {
        (_similarity, _self) = (similarity, options.SelfSimilarity);
        _core = new double[similarity.RowCount];
        var others = new float[similarity.RowCount - 1];
        for (var i = 0; i < _core.Length; i++)
        {
            var row = similarity.Row(i);
            row[..i].CopyTo(others);
            row[(i + 1)..].CopyTo(others.AsSpan(i));
            _core[i] = Distance(Largest(others, options.Neighbours));
        }
    }

    /// <summary>A minimum spanning tree (Prim), each edge with its length; of equal edges the one to the lowest point.</summary>
    public IReadOnlyList<DensityEdge> SpanningTree(IProgress<double>? progress, CancellationToken cancellation)
    {
        var count = _core.Length;
        var (nearest, from, reached) = (new double[count], new int[count], new bool[count]);
        Array.Fill(nearest, double.PositiveInfinity);
        var edges = new List<DensityEdge>(count - 1);
        for (var current = 0; edges.Count < count - 1;)
        {
            if (edges.Count % PointsAReport == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report((double)edges.Count / count);
            }
            reached[current] = true;
            var row = _similarity.Row(current);
            var next = -1;
            for (var j = 0; j < count; j++)
            {
                if (reached[j]) continue;
                var distance = Math.Max(Distance(row[j]), Math.Max(_core[current], _core[j]));
                if (distance < nearest[j]) (nearest[j], from[j]) = (distance, current);
                if (next < 0 || nearest[j] < nearest[next]) next = j;
            }
            edges.Add(new(from[next], next, nearest[next]));
            current = next;
        }
        return edges;
    }

    /// <summary>Rounding may leave a similarity above that of a point to itself.</summary>
    private double Distance(float similarity) => Math.Max(0, _self - similarity);

    /// <summary>The k-th largest value, by a heap of the k largest so far.</summary>
    private static float Largest(float[] values, int k)
    {
        var largest = new PriorityQueue<float, float>(k);
        foreach (var value in values)
        {
            if (largest.Count < k) largest.Enqueue(value, value);
            else if (value > largest.Peek()) largest.EnqueueDequeue(value, value);
        }
        return largest.Peek();
    }
}

/// <summary>An edge of a spanning tree.</summary>
internal readonly record struct DensityEdge(int First, int Second, double Length);
