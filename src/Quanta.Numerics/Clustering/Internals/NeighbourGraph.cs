using Quanta.Numerics.Eigenvectors.Internals;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Each point joined to its nearest neighbours; an edge weighs 2 where the choice is mutual, else 1.</summary>
/// <remarks>Depends on the order of similarities alone, so that a monotone change of them, or a background common to all, changes nothing.</remarks>
internal sealed class NeighbourGraph
{
    private readonly (int Point, int Weight)[][] _edges;

    private NeighbourGraph((int Point, int Weight)[][] edges)
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
    public static NeighbourGraph Build(MatrixView similarity, int neighbours, int threads)
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
        return new NeighbourGraph([.. weights.Select(list => list.Select(pair => (pair.Key, pair.Value)).ToArray())]);
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
