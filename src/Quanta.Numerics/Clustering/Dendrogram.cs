using Quanta.Numerics.Clustering.Density;

namespace Quanta.Numerics.Clustering;

/// <summary>The merges of a hierarchical clustering of n points.</summary>
public sealed class Dendrogram
{
    private readonly int _points;

    /// <param name="points">n.</param>
    /// <param name="merges">[n - 1], in any order; of equal heights, the earlier is the lower.</param>
    public Dendrogram(int points, IEnumerable<Merge> merges)
    {
        _points = points;
        Merges = [.. merges.OrderByDescending(merge => merge.Similarity)];
    }

    /// <summary>[n - 1], by ascending height.</summary>
    public IReadOnlyList<Merge> Merges { get; }

    /// <summary>The clustering into the given number of clusters: all merges but the last <paramref name="count"/> - 1.</summary>
    /// <returns>[n]: 0 to count - 1, in the order of first appearance.</returns>
    /// <exception cref="ArgumentException">The count does not lie in 1 ... n.</exception>
    public int[] Cut(int count)
    {
        if (count < 1 || count > _points)
            throw new ArgumentException($"{_points} points can form 1 to {_points} clusters, but {count} were asked for.", nameof(count));
        return Join(Merges.Take(_points - count));
    }

    /// <summary>The clustering by all merges up to a height.</summary>
    /// <returns>[n]: 0 and on, in the order of first appearance.</returns>
    /// <exception cref="ArgumentException">The height is no number.</exception>
    public int[] CutAt(double height)
    {
        if (double.IsNaN(height)) throw new ArgumentException("The height at which a tree is cut must be a number.", nameof(height));
        return Join(Merges.TakeWhile(merge => merge.Height <= height));
    }

    /// <summary>The clusters that persist: of all sets of the tree that do not overlap, those whose excess of mass is greatest, as <see cref="Hdbscan"/> chooses them (Campello et al. 2015).</summary>
    /// <remarks>Deviation: density is how far a height lies below the tree's last, not 1 / height, under which sets of nearly equal points, whose heights are near 0, outweigh all others and large clusters
    /// fall into them.</remarks>
    /// <param name="minimumSize">The fewest points of a cluster, at least 2.</param>
    /// <exception cref="ArgumentException">The size is too small.</exception>
    public HdbscanResult Persistent(int minimumSize)
    {
        if (minimumSize < 2) throw new ArgumentException($"A cluster has at least 2 points, but {minimumSize} was asked for.", nameof(minimumSize));
        if (_points < 2) return HdbscanResult.AllNoise(_points);
        var edges = Merges.Select(merge => new DensityEdge(merge.First, merge.Second, merge.Height)).ToList();
        var last = edges[^1].Length;
        return new CondensedTree(DensityTree.Of(edges, _points), minimumSize, height => last - height).Select(allowsOne: false);
    }

    /// <summary>The tree as SciPy's linkage has it: [n - 1, 4], of each merge the two sets, their height and how many points they have together. Sets below n are points, set n + i is that of
    /// row i.</summary>
    public double[] ToTable()
    {
        var (sets, set, size) = (new DisjointSets(_points), Enumerable.Range(0, _points).ToArray(), Enumerable.Repeat(1, _points).ToArray());
        var table = new double[4 * Merges.Count];
        for (var i = 0; i < Merges.Count; i++)
        {
            var (first, second) = (sets.Find(Merges[i].First), sets.Find(Merges[i].Second));
            var together = size[first] + size[second];
            (table[4 * i], table[4 * i + 1]) = (Math.Min(set[first], set[second]), Math.Max(set[first], set[second]));
            (table[4 * i + 2], table[4 * i + 3]) = (Merges[i].Height, together);
            sets.Join(first, second);
            var joined = sets.Find(first);
            (set[joined], size[joined]) = (_points + i, together);
        }
        return table;
    }

    /// <summary>Reads what <see cref="ToTable"/> wrote, or SciPy's linkage.</summary>
    /// <param name="table">[n - 1, 4].</param>
    /// <exception cref="InvalidDataException">It is no tree, or its heights are not finite or fall.</exception>
    public static Dendrogram FromTable(ReadOnlySpan<double> table)
    {
        var points = table.Length / 4 + 1;
        var (merges, pointOf, isMerged) = (new List<Merge>(), Enumerable.Range(0, points).ToList(), new bool[2 * points]);
        for (var i = 0; i < points - 1; i++)
        {
            var (first, second, height) = (table[4 * i], table[4 * i + 1], table[4 * i + 2]);
            foreach (var set in new[] { first, second })
            {
                if (!(set >= 0 && set < points + i && set == Math.Floor(set)) || isMerged[(int)set])
                    throw new InvalidDataException($"Row {i} of a tree of {points} points must join two sets from 0 to {points + i - 1} that no row before joined, but it joins {first} and {second}.");
                isMerged[(int)set] = true;
            }
            if (!double.IsFinite(height) || (i > 0 && height < table[4 * i - 2]))
                throw new InvalidDataException($"The heights of a tree must be finite and rise, but row {i} has {height}.");
            merges.Add(new(pointOf[(int)first], pointOf[(int)second], (float)(1 - height)));
            pointOf.Add(pointOf[(int)first]);
        }
        return new(points, merges);
    }

    private int[] Join(IEnumerable<Merge> merges)
    {
        var sets = new DisjointSets(_points);
        foreach (var merge in merges) sets.Join(merge.First, merge.Second);
        var numbers = new Dictionary<int, int>();
        var labels = new int[_points];
        for (var i = 0; i < _points; i++)
        {
            var root = sets.Find(i);
            if (!numbers.TryGetValue(root, out var number)) numbers[root] = number = numbers.Count;
            labels[i] = number;
        }
        return labels;
    }
}

/// <summary>One step of a hierarchical clustering.</summary>
/// <param name="First">A point of one of the two clusters.</param>
/// <param name="Second">A point of the other.</param>
/// <param name="Similarity">Of the two clusters: the mean or the least of their pairs' similarities.</param>
public readonly record struct Merge(int First, int Second, float Similarity)
{
    /// <summary>The distance of the two clusters, 1 - similarity.</summary>
    public double Height => 1.0 - Similarity;
}
