using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering;

/// <summary>What a similarity matrix says before any clustering: equal rows, components and isolated points.</summary>
/// <remarks>Similarities differ, and are more than nothing, where it is by more than 1e-6 of the unit: 1 for cosines, else the largest similarity of two points.
/// That is some rounding errors of float32; noise above it cannot be told from weak similarity. Judge cosines, not what an affinity makes of them: the angular
/// affinity of orthogonal vectors is 0.5, and no point would ever be isolated. A negative similarity joins no points.
/// <para>O(n^2) time, O(n) memory.</para></remarks>
public sealed class SimilarityStructure
{
    private const double Rounding = 1e-6;
    private const int ComparedGroups = 8;

    private SimilarityStructure(int[] sameAs, int[] components)
    {
        SameAs = sameAs;
        DistinctRows = sameAs.Where((first, i) => first == i).Count();
        var sizes = components.CountBy(root => root).ToDictionary();
        Components = sizes.Count;
        IsIsolated = [.. components.Select(root => sizes[root] == 1)];
        IsolatedPoints = IsIsolated.Count(isolated => isolated);
    }

    /// <summary>[n]: the first point whose row equals that of point i, the diagonal included; i itself where there is none before.</summary>
    public IReadOnlyList<int> SameAs { get; }

    public int DistinctRows { get; }

    /// <summary>The number of connected components of the graph in which similar points are joined; each isolated point is one.</summary>
    public int Components { get; }

    /// <summary>[n]: whether a point is similar to no other.</summary>
    public IReadOnlyList<bool> IsIsolated { get; }

    public int IsolatedPoints { get; }

    /// <summary>Looks at a matrix.</summary>
    /// <param name="similarity">[n, n], symmetric, unit column stride.</param>
    /// <param name="unit">1 for cosines; null takes the largest similarity of two points.</param>
    /// <param name="threads">The number of threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static SimilarityStructure Of(MatrixView similarity, double? unit = null, int threads = 1, CancellationToken cancellation = default)
    {
        var negligible = Rounding * (unit ?? LargestOfTwo(similarity, threads, cancellation));
        return new SimilarityStructure(EqualRows(similarity, negligible, threads, cancellation), Join(similarity, negligible, cancellation));
    }

    private static double LargestOfTwo(MatrixView similarity, int threads, CancellationToken cancellation)
    {
        var largest = new float[similarity.RowCount];
        Workers.RunPieces(largest.Length, 64, threads, (start, end) =>
        {
            for (var i = Math.Max(1, start); i < end; i++) largest[i] = Math.Abs(TensorPrimitives.MaxMagnitude<float>(similarity.RowSpan(i)[..i]));
        }, cancellation);
        return largest.Length == 0 ? 0 : largest.Max();
    }

    /// <summary>Rows in the order of a weighted sum, in which equal rows are neighbours, each compared with the last few that differ.</summary>
    private static int[] EqualRows(MatrixView similarity, double negligible, int threads, CancellationToken cancellation)
    {
        var n = similarity.RowCount;
        var sums = new double[n];
        Workers.RunPieces(n, 64, threads, (start, end) =>
        {
            for (var i = start; i < end; i++) sums[i] = WeightedSum(similarity.RowSpan(i));
        }, cancellation);
        var sameAs = Enumerable.Range(0, n).ToArray();
        var groups = new List<int>();
        foreach (var i in Enumerable.Range(0, n).OrderBy(i => sums[i]))
        {
            cancellation.ThrowIfCancellationRequested();
            var compared = groups.Count - 1;
            while (compared >= Math.Max(0, groups.Count - ComparedGroups) && !IsSame(i, groups[compared])) compared--;
            if (compared >= Math.Max(0, groups.Count - ComparedGroups)) sameAs[i] = groups[compared];
            else groups.Add(i);
        }
        return FirstOfEach(sameAs);

        bool IsSame(int i, int group) =>
            sums[i] - sums[group] <= n * negligible && AreEqual(similarity.RowSpan(i), similarity.RowSpan(group), negligible);
    }

    /// <summary>Names each group by its first point.</summary>
    private static int[] FirstOfEach(int[] sameAs)
    {
        var first = new Dictionary<int, int>();
        for (var i = 0; i < sameAs.Length; i++) first.TryAdd(sameAs[i], i);
        return [.. sameAs.Select(group => first[group])];
    }

    /// <summary>Weights between 0 and 1 that follow no pattern a matrix might have: the fractions of multiples of the golden ratio.</summary>
    private static double WeightedSum(ReadOnlySpan<float> row)
    {
        const double golden = 0.6180339887498949;
        var (sum, weight) = (0.0, 0.0);
        foreach (var value in row)
        {
            weight += golden;
            if (weight >= 1) weight -= 1;
            sum += weight * value;
        }
        return sum;
    }

    private static bool AreEqual(ReadOnlySpan<float> x, ReadOnlySpan<float> y, double negligible)
    {
        for (var j = 0; j < x.Length; j++)
            if (!(Math.Abs((double)x[j] - y[j]) <= negligible)) return false;
        return true;
    }

    /// <summary>[n]: a root for each point, equal for those of one component.</summary>
    private static int[] Join(MatrixView similarity, double negligible, CancellationToken cancellation)
    {
        var parent = Enumerable.Range(0, similarity.RowCount).ToArray();
        var components = parent.Length;
        for (var i = 0; i < parent.Length && components > 1; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var row = similarity.RowSpan(i);
            for (var j = i + 1; j < row.Length && components > 1; j++)
            {
                if (!(row[j] > negligible)) continue;
                var (first, second) = (Root(parent, i), Root(parent, j));
                if (first == second) continue;
                parent[Math.Max(first, second)] = Math.Min(first, second);
                components--;
            }
        }
        return [.. parent.Select((_, i) => Root(parent, i))];
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    }
}
