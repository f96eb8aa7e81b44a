using Quanta.Numerics.Clustering;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Clusters;

/// <summary>The points that are clustered: all but isolated ones, which are similar to nothing. They follow in the labels as clusters of one.</summary>
/// <remarks>Where fewer than two points are left, all are clustered. There can be no more clusters than distinct rows, and equal rows are in one cluster.</remarks>
internal sealed class ClusteredPoints
{
    private readonly SimilarityStructure _structure;
    private readonly int[] _points, _others;

    public ClusteredPoints(SimilarityStructure structure)
    {
        _structure = structure;
        var all = Enumerable.Range(0, structure.IsIsolated.Count).ToArray();
        int[] joined = [.. all.Where(i => !structure.IsIsolated[i])];
        _points = joined.Length < 2 ? all : joined;
        _others = [.. all.Except(_points)];
        Distinct = _points.Select(i => structure.SameAs[i]).Distinct().Count();
    }

    /// <summary>m: how many.</summary>
    public int Count => _points.Length;

    /// <summary>How many different rows they have.</summary>
    public int Distinct { get; }

    public MatrixStructure Structure => new(_structure.IsIsolated.Count, _structure.DistinctRows, _structure.Components, _structure.IsolatedPoints);

    /// <summary>The number of clusters to look for.</summary>
    public int Clusters(int asked) => Math.Min(asked, Distinct);

    /// <summary>Moves the rows and columns of these points to the front of a matrix [n, n], whose rest is lost; returns them, [m, m].</summary>
    public MatrixView Compact(Matrix matrix)
    {
        if (_others.Length == 0) return matrix.View;
        for (var i = 0; i < Count; i++)
        {
            Span<float> source = matrix.Row(_points[i]), target = matrix.Row(i);
            for (var j = 0; j < Count; j++) target[j] = source[_points[j]];
        }
        return matrix.View.Block(0, Count, 0, Count);
    }

    /// <summary>Labels of all points, [n], from those of these, [m], ranked by size.</summary>
    public int[] Expand(int[] labels)
    {
        var place = _points.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var ranked = ClusterLabels.RankBySize([.. _points.Select(point => labels[place[_structure.SameAs[point]]])]);
        var (all, next) = (new int[Count + _others.Length], ranked.Max() + 1);
        for (var i = 0; i < Count; i++) all[_points[i]] = ranked[i];
        foreach (var point in _others) all[point] = next++;
        return all;
    }

    /// <summary>The tree of all points, [n - 1, 4] (<see cref="Dendrogram.ToTable"/>), from that of these: the others join at its height last.</summary>
    public double[] Expand(Dendrogram tree)
    {
        var height = tree.Merges.Select(merge => merge.Height).DefaultIfEmpty().Max();
        var merges = tree.Merges.Select(merge => (_points[merge.First], _points[merge.Second], merge.Height)).Concat(_others.Select(other => (_points[0], other, height)));
        return new Dendrogram(Count + _others.Length, merges.Select(merge => new Merge(merge.Item1, merge.Item2, (float)(1 - merge.Item3)))).ToTable();
    }

    /// <summary>The values of these points, [m], of those of all, [n].</summary>
    public int[] Restrict(int[] values) => [.. _points.Select(point => values[point])];

    /// <summary>What a user has to know of the matrix.</summary>
    /// <param name="counts">The numbers of clusters asked for.</param>
    public IEnumerable<string> Notes(IReadOnlyList<int> counts)
    {
        var (n, distinct, components, isolated) = Structure;
        if (distinct < n)
            yield return $"Only {distinct} of {n} rows of the similarity differ; equal rows share a cluster.";
        if (counts.Max() > Distinct)
            yield return $"There can be no more clusters than different rows of joined points: {Distinct} instead of the {counts.Max()} that were asked for.";
        if (isolated > 0)
            yield return $"{isolated} of {n} points {(isolated == 1 ? "is" : "are")} isolated, similar to no other"
                + (_others.Length > 0 ? ": left out, and numbered after the clusters as clusters of one." : ".");
        var parts = components - _others.Length;
        if (parts > 1)
            yield return $"{(isolated > 0 ? "The other" : $"The {n}")} points form {parts} components that no similarity joins"
                + (isolated > 0 ? $" ({components} with the isolated points)" : "")
                + (counts.Min() is > 0 and var fewest && fewest < parts ? $"; fewer clusters than that, as the {fewest} asked for, put together what has nothing in common." : ".");
    }
}
