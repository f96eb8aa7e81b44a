using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Sets of small conductance around seeds.</summary>
/// <remarks>Andersen, Chung and Lang 2006, "Local graph partitioning using PageRank vectors": a random walk that returns to its seed with
/// probability alpha at each
/// step spreads over the seed's cluster; of the sets of points most visited for their degree, the one of least conductance is the cluster.
/// Conductance = weight of the edges that leave the set / the smaller of the volumes inside and outside. Small alpha walks far and finds large
/// sets.</remarks>
internal sealed class LocalClusters(ChoiceGraph graph)
{
    private readonly double[] _visits = new double[graph.Count], _residue = new double[graph.Count];
    private readonly bool[] _queued = new bool[graph.Count], _inside = new bool[graph.Count];
    private readonly List<int> _touched = [];

    /// <summary>Takes points from the densest on as seeds and gives each its set, less what earlier sets took, until all are taken.</summary>
    /// <returns>Disjoint sets that cover all points, by ascending conductance.</returns>
    public IReadOnlyList<int[]> Peel(double alpha, CancellationToken cancellation)
    {
        var taken = new bool[graph.Count];
        var sets = new List<(int[] Points, double Conductance)>();
        foreach (var seed in Enumerable.Range(0, graph.Count).OrderByDescending(i => graph.Degrees[i]))
        {
            if (taken[seed]) continue;
            cancellation.ThrowIfCancellationRequested();
            var (points, conductance) = Around(seed, alpha, cancellation);
            var free = points.Where(point => !taken[point]).ToArray();
            foreach (var point in free) taken[point] = true;
            sets.Add((free, free.Length > 1 ? conductance : 1));
        }
        return [.. sets.OrderBy(set => set.Conductance).Select(set => set.Points)];
    }

    /// <summary>The set of least conductance around a seed, the seed included.</summary>
    private (int[] Points, double Conductance) Around(int seed, double alpha, CancellationToken cancellation)
    {
        Walk(seed, alpha, 1.0 / graph.Volume, cancellation);
        var order = _touched.Where(point => _visits[point] > 0).OrderByDescending(point => _visits[point] / graph.Degrees[point]).ToArray();
        var (size, conductance) = Sweep(order);
        foreach (var point in _touched) (_visits[point], _residue[point]) = (0, 0);
        _touched.Clear();
        var points = order[..size];
        return (points.Contains(seed) ? points : [.. points, seed], conductance);
    }

    /// <summary>Approximate personalised PageRank: pushes residue along edges until each point's is at most <paramref name="accuracy"/> times its
    /// degree.</summary>
    private void Walk(int seed, double alpha, double accuracy, CancellationToken cancellation)
    {
        var queue = new Queue<int>();
        Receive(seed, 1, accuracy, queue);
        while (queue.TryDequeue(out var point))
        {
            cancellation.ThrowIfCancellationRequested();
            _queued[point] = false;
            var (residue, degree) = (_residue[point], graph.Degrees[point]);
            _visits[point] += alpha * residue;
            _residue[point] = 0;
            var share = (1 - alpha) * residue / 2;
            Receive(point, share, accuracy, queue);
            foreach (var (other, weight) in graph.Edges(point)) Receive(other, share * weight / degree, accuracy, queue);
        }
    }

    private void Receive(int point, double residue, double accuracy, Queue<int> queue)
    {
        if (_residue[point] == 0 && _visits[point] == 0) _touched.Add(point);
        _residue[point] += residue;
        if (_queued[point] || graph.Degrees[point] == 0 || _residue[point] <= accuracy * graph.Degrees[point]) return;
        _queued[point] = true;
        queue.Enqueue(point);
    }

    /// <summary>How many points of the order to take for the least conductance.</summary>
    private (int Size, double Conductance) Sweep(int[] order)
    {
        var (best, bestSize, cut, volume) = (double.PositiveInfinity, Math.Min(1, order.Length), 0L, 0L);
        for (var size = 1; size <= order.Length; size++)
        {
            var point = order[size - 1];
            _inside[point] = true;
            volume += graph.Degrees[point];
            cut += graph.Degrees[point];
            foreach (var (other, weight) in graph.Edges(point)) cut -= _inside[other] ? 2 * weight : 0;
            var conductance = (double)cut / Math.Max(1, Math.Min(volume, graph.Volume - volume));
            if (size > 1 && 2 * volume <= graph.Volume && conductance < best) (best, bestSize) = (conductance, size);
        }
        foreach (var point in order) _inside[point] = false;
        return (bestSize, best);
    }
}

/// <summary>Each point joined to its nearest neighbours; an edge weighs 2 where the choice is mutual, else 1.</summary>
/// <remarks>Depends on the order of similarities alone, so that a monotone change of them, or a background common to all, changes nothing.</remarks>
internal sealed class ChoiceGraph
{
    private readonly (int Point, int Weight)[][] _edges;

    private ChoiceGraph((int Point, int Weight)[][] edges)
    {
        _edges = edges;
        Degrees = [.. edges.Select(list => list.Sum(edge => edge.Weight))];
        Volume = Degrees.Sum(degree => (long)degree);
    }

    public int Count => _edges.Length;

    /// <summary>[n]: sums of the weights of a point's edges.</summary>
    public int[] Degrees { get; }

    /// <summary>The sum of all degrees.</summary>
    public long Volume { get; }

    /// <summary>The edges of a point, by the other end.</summary>
    public ReadOnlySpan<(int Point, int Weight)> Edges(int point) => _edges[point];

    /// <summary>Joins each point to the <paramref name="neighbours"/> most similar others, the first of equals.</summary>
    public static ChoiceGraph Build(MatrixView similarity, int neighbours, int threads)
    {
        var nearest = new int[similarity.RowCount][];
        Workers.RunPieces(nearest.Length, 32, threads, (start, end) =>
        {
            for (var i = start; i < end; i++) nearest[i] = Nearest(similarity.RowSpan(i), i, Math.Min(neighbours, nearest.Length - 1));
        });
        var weights = new SortedDictionary<int, int>[nearest.Length];
        for (var i = 0; i < weights.Length; i++) weights[i] = [];
        for (var i = 0; i < nearest.Length; i++)
        {
            foreach (var j in nearest[i])
            {
                weights[i][j] = weights[i].GetValueOrDefault(j) + 1;
                weights[j][i] = weights[j].GetValueOrDefault(i) + 1;
            }
        }
        return new ChoiceGraph([.. weights.Select(list => list.Select(pair => (pair.Key, pair.Value)).ToArray())]);
    }

    private static int[] Nearest(ReadOnlySpan<float> similarities, int self, int count)
    {
        var (points, values, filled) = (new int[count], new float[count], 0);
        for (var j = 0; j < similarities.Length; j++)
        {
            if (j == self || (filled == count && !(filled > 0 && similarities[j] > values[filled - 1]))) continue;
            var place = filled < count ? filled++ : filled - 1;
            for (; place > 0 && similarities[j] > values[place - 1]; place--) (points[place], values[place]) = (points[place - 1], values[place - 1]);
            (points[place], values[place]) = (j, similarities[j]);
        }
        return points;
    }
}
