using System.Numerics;
using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Hierarchical clustering by the nearest-neighbour chain.</summary>
/// <remarks>Murtagh 1983, "A survey of recent advances in hierarchical clustering algorithms": follow nearest neighbours until two clusters are each
/// other's nearest, merge
/// them, and go on from what is left of the chain. For distances that a merge cannot bring nearer the tree is that of merging the nearest pair each
/// time.
/// <para>Each cluster lives in the row and column of one of its points; a merged-away row and column, and the diagonal, hold infinity. When half the
/// rows are gone the
/// matrix is packed, so that rows stay short.</para></remarks>
internal sealed class NearestNeighbourChain<TDistance>(Matrix distances)
    where TDistance : IClusterDistance
{
    private readonly Matrix _distances = distances;
    private readonly List<Merge> _merges = [];
    private readonly Stack<int> _chain = new();

    private int[] _point = [.. Enumerable.Range(0, distances.Rows)];
    private int[] _size = [.. Enumerable.Repeat(1, distances.Rows)];
    private float[] _height = [.. Enumerable.Repeat(float.NegativeInfinity, distances.Rows)];
    private int _rows = distances.Rows, _alive = distances.Rows;

    public Dendrogram Build(IProgress<double>? progress, CancellationToken cancellation)
    {
        var points = _rows;
        while (_alive > 1)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_merges.Count % 256 == 0) progress?.Report((double)_merges.Count / points);
            if (_chain.Count == 0) _chain.Push(Array.FindIndex(_size, size => size > 0));
            Extend();
            if (_alive <= _rows / 2) Pack();
        }
        return new Dendrogram(points, _merges);
    }

    private Span<float> Row(int i) => _distances.Row(i)[.._rows];

    /// <summary>One step along the chain, or the merge of its last two clusters where they are mutual nearest neighbours.</summary>
    private void Extend()
    {
        var last = _chain.Pop();
        var row = Row(last);
        var nearest = TensorPrimitives.IndexOfMin<float>(row);
        if (_chain.TryPeek(out var previous) && row[previous] <= row[nearest])
        {
            _chain.Pop();
            Join(last, previous, row[previous]);
            return;
        }
        _chain.Push(last);
        _chain.Push(nearest);
    }

    /// <summary>Merges two clusters; the result lives in the row of the second.</summary>
    private void Join(int gone, int kept, float distance)
    {
        var height = MathF.Max(distance, MathF.Max(_height[gone], _height[kept]));
        _merges.Add(new Merge(_point[gone], _point[kept], -height));
        Span<float> from = Row(gone), into = Row(kept);
        JoinRows(from, into, (float)_size[gone] / (_size[gone] + _size[kept]));
        from.Fill(float.PositiveInfinity);
        (into[gone], into[kept]) = (float.PositiveInfinity, float.PositiveInfinity);
        for (var i = 0; i < _rows; i++)
        {
            _distances[i, kept] = into[i];
            _distances[i, gone] = float.PositiveInfinity;
        }
        (_size[kept], _size[gone], _height[kept]) = (_size[kept] + _size[gone], 0, height);
        _alive--;
    }

    private static void JoinRows(ReadOnlySpan<float> from, Span<float> into, float share)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= into.Length; i += Vector<float>.Count)
            TDistance.Join(new Vector<float>(from[i..]), new Vector<float>(into[i..]), share).CopyTo(into[i..]);
        for (; i < into.Length; i++) into[i] = TDistance.Join(from[i], into[i], share);
    }

    /// <summary>Moves the rows and columns that are left to the front.</summary>
    private void Pack()
    {
        var kept = Enumerable.Range(0, _rows).Where(i => _size[i] > 0).ToArray();
        for (var i = 0; i < kept.Length; i++)
        {
            Span<float> source = Row(kept[i]), target = Row(i);
            for (var j = 0; j < kept.Length; j++) target[j] = source[kept[j]];
        }
        var place = kept.Select((old, now) => (old, now)).ToDictionary(pair => pair.old, pair => pair.now);
        var chain = _chain.Reverse().Select(old => place[old]).ToArray();
        _chain.Clear();
        foreach (var row in chain) _chain.Push(row);
        (_point, _size, _height) = ([.. kept.Select(i => _point[i])], [.. kept.Select(i => _size[i])], [.. kept.Select(i => _height[i])]);
        _rows = kept.Length;
    }
}

/// <summary>The Lance-Williams update: the distances of a merged cluster from those of its two parts.</summary>
internal interface IClusterDistance
{
    /// <param name="first">Distances of one part.</param>
    /// <param name="second">Distances of the other.</param>
    /// <param name="share">The share of the first part in the points of both.</param>
    static abstract Vector<float> Join(Vector<float> first, Vector<float> second, float share);

    /// <summary>The same for one distance.</summary>
    static abstract float Join(float first, float second, float share);
}

/// <summary>The mean distance of pairs; not below the smaller of the two by rounding, which could send a nearest-neighbour chain round in
/// circles.</summary>
internal readonly struct AverageDistance : IClusterDistance
{
    public static Vector<float> Join(Vector<float> first, Vector<float> second, float share) =>
        Vector.Max(Vector.Min(first, second), share * first + (1 - share) * second);

    public static float Join(float first, float second, float share) => MathF.Max(MathF.Min(first, second), share * first + (1 - share) * second);
}

/// <summary>The largest distance of pairs.</summary>
internal readonly struct CompleteDistance : IClusterDistance
{
    public static Vector<float> Join(Vector<float> first, Vector<float> second, float share) => Vector.Max(first, second);

    public static float Join(float first, float second, float share) => MathF.Max(first, second);
}
