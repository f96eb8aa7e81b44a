using System.Numerics;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Neighbours;

/// <summary>The k best neighbours so far of each of some vectors: a heap each, the worst on top. What is kept does not depend on the order in which neighbours
/// are offered.</summary>
/// <remarks>A neighbour is better with a greater cosine, and of equals with a lower number. Different heaps may be offered neighbours by different
/// threads.</remarks>
/// <param name="count">How many vectors have a heap.</param>
/// <param name="width">k.</param>
internal sealed class NeighbourHeaps(int count, int width)
{
    private readonly int[] _neighbours = new int[(long)count * width], _sizes = new int[count];
    private readonly float[] _cosines = new float[(long)count * width], _worst = [.. Enumerable.Repeat(float.NegativeInfinity, count)];

    public int Count => count;

    /// <summary>The bytes of so many heaps, and of the graph that they become.</summary>
    public static long Bytes(long count, int width) => count * (8L * width + 8);

    /// <summary>The neighbours of a heap, in no order.</summary>
    public ReadOnlySpan<int> NeighboursOf(int heap) => Places(_neighbours, heap)[.._sizes[heap]];

    /// <summary>The best neighbours of a heap, at most so many, nearest first.</summary>
    public int[] BestOf(int heap, int most)
    {
        var (first, size) = (heap * width, _sizes[heap]);
        return [.. Enumerable.Range(first, size).OrderByDescending(place => _cosines[place]).ThenBy(place => _neighbours[place]).Take(most).Select(place => _neighbours[place])];
    }

    /// <summary>A heap that takes none: that of a vector of zeros.</summary>
    public void Close(int heap) => _worst[heap] = float.PositiveInfinity;

    /// <summary>Offers a heap a row of neighbours.</summary>
    /// <param name="heap">Which.</param>
    /// <param name="own">The number of its vector, which is no neighbour of itself.</param>
    /// <param name="cosines">Of the neighbours.</param>
    /// <param name="numbers">The numbers of the neighbours; negative ones are passed over.</param>
    /// <param name="mayBeThere">Whether the heap may hold some of them already.</param>
    public void OfferRow(int heap, int own, ReadOnlySpan<float> cosines, ReadOnlySpan<int> numbers, bool mayBeThere)
    {
        for (int start = 0, lanes = Vector<float>.Count; start < cosines.Length; start += lanes)
        {
            var isWhole = start + lanes <= cosines.Length;
            if (isWhole && !Vector.GreaterThanOrEqualAny(new Vector<float>(cosines[start..]), new Vector<float>(_worst[heap]))) continue;
            for (var j = start; j < Math.Min(start + lanes, cosines.Length); j++)
            {
                if (!(cosines[j] >= _worst[heap]) || numbers[j] < 0 || numbers[j] == own) continue;
                if (mayBeThere && NeighboursOf(heap).Contains(numbers[j])) continue;
                Offer(heap, numbers[j], cosines[j]);
            }
        }
    }

    /// <summary>Offers neighbouring heaps the columns of a tile, none of which they hold yet.</summary>
    /// <param name="first">The heap of the first column, the others following.</param>
    /// <param name="tile">[rows, columns] of cosines.</param>
    /// <param name="numbers">[rows]: the numbers of the neighbours; negative ones are passed over.</param>
    public void OfferColumns(int first, MatrixView tile, ReadOnlySpan<int> numbers)
    {
        ReadOnlySpan<float> worst = _worst.AsSpan(first, tile.ColumnCount);
        for (var i = 0; i < tile.RowCount; i++)
        {
            if (numbers[i] < 0) continue;
            ReadOnlySpan<float> cosines = tile.Row(i);
            for (int start = 0, lanes = Vector<float>.Count; start < cosines.Length; start += lanes)
            {
                var isWhole = start + lanes <= cosines.Length;
                if (isWhole && !Vector.GreaterThanOrEqualAny(new Vector<float>(cosines[start..]), new Vector<float>(worst[start..]))) continue;
                for (var j = start; j < Math.Min(start + lanes, cosines.Length); j++)
                    if (cosines[j] >= worst[j]) Offer(first + j, numbers[i], cosines[j]);
            }
        }
    }

    /// <summary>The graph of all heaps, which are used up by it.</summary>
    public NeighbourGraph ToGraph(int threads)
    {
        Workers.RunPieces(count, 256, threads, (start, end) =>
        {
            for (var heap = start; heap < end; heap++) Sort(heap);
        });
        return new(count, width, _neighbours, _cosines);
    }

    private void Offer(int heap, int neighbour, float cosine)
    {
        var neighbours = Places(_neighbours, heap);
        var cosines = Places(_cosines, heap);
        if (_sizes[heap] < width)
        {
            var place = _sizes[heap]++;
            for (int above; place > 0 && IsWorse(cosine, neighbour, cosines[above = (place - 1) / 2], neighbours[above]); place = above)
                (cosines[place], neighbours[place]) = (cosines[above], neighbours[above]);
            (cosines[place], neighbours[place]) = (cosine, neighbour);
        }
        else if (IsWorse(cosines[0], neighbours[0], cosine, neighbour))
        {
            Sink(neighbours, cosines, neighbour, cosine);
        }
        if (_sizes[heap] == width) _worst[heap] = cosines[0];
    }

    private static bool IsWorse(float cosine, int neighbour, float other, int otherNeighbour) =>
        cosine < other || (cosine == other && neighbour > otherNeighbour);

    /// <summary>Puts a neighbour into the place of the worst, and down to where it belongs.</summary>
    private static void Sink(Span<int> neighbours, Span<float> cosines, int neighbour, float cosine)
    {
        var place = 0;
        for (var below = 1; below < neighbours.Length; below = 2 * place + 1)
        {
            if (below + 1 < neighbours.Length && IsWorse(cosines[below + 1], neighbours[below + 1], cosines[below], neighbours[below])) below++;
            if (!IsWorse(cosines[below], neighbours[below], cosine, neighbour)) break;
            (cosines[place], neighbours[place]) = (cosines[below], neighbours[below]);
            place = below;
        }
        (cosines[place], neighbours[place]) = (cosine, neighbour);
    }

    /// <summary>Takes the worst out again and again, and puts it behind what is left.</summary>
    private void Sort(int heap)
    {
        var neighbours = Places(_neighbours, heap);
        var cosines = Places(_cosines, heap);
        neighbours[_sizes[heap]..].Fill(NeighbourGraph.None);
        for (var left = _sizes[heap] - 1; left > 0; left--)
        {
            var (worst, cosine) = (neighbours[0], cosines[0]);
            Sink(neighbours[..left], cosines[..left], neighbours[left], cosines[left]);
            (neighbours[left], cosines[left]) = (worst, cosine);
        }
    }

    private Span<T> Places<T>(T[] all, int heap) => all.AsSpan(heap * width, width);
}
