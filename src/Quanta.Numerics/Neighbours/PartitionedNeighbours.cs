using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Neighbours;

/// <summary>How neighbours are sought in parts of the vectors.</summary>
/// <param name="Width">k: how many neighbours of each vector.</param>
public sealed record PartitionOptions(int Width) : NeighbourOptions(Width)
{
    /// <summary>Times that all vectors are divided anew.</summary>
    public int Partitions { get; init; } = 12;

    /// <summary>Vectors of a cell at most; all of it are compared with one another.</summary>
    public int CellSize { get; init; } = 1024;

    /// <summary>Rounds in which vectors are compared with their neighbours' neighbours.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>Names the random pivots.</summary>
    public ulong Seed { get; init; }

    internal void Check(int count)
    {
        Validate(count);
        if (Partitions < 1 || CellSize < 2 || Rounds < 0)
            throw new ArgumentException($"At least 1 partition into cells of at least 2 vectors and no fewer than 0 rounds are needed, but {Partitions}, {CellSize} and {Rounds} were asked for.");
    }
}

/// <summary>Nearly the nearest neighbours by cosine, in a small part of the time of <see cref="ExactNeighbours"/>: vectors are compared within the cells of
/// some random partitions, and then, in small groups of near ones, with the neighbours of their neighbours. <see cref="NeighbourRecall"/> measures what is
/// missed.</summary>
/// <remarks>Each cosine is that of the exact way, bit for bit where the product promises its bits. O(n) cells of a size: time grows with n d (cell +
/// candidates).</remarks>
public static class PartitionedNeighbours
{
    /// <summary>Vectors of a group that share their candidates.</summary>
    private const int GroupSize = 128;

    /// <summary>Candidates of a group: those that the most of its vectors' neighbours have as a neighbour.</summary>
    private const int Candidates = 1024;

    /// <summary>Neighbours, the nearest, whose neighbours are candidates.</summary>
    private const int Followed = 16;

    /// <summary>Finds neighbours of every vector.</summary>
    /// <param name="vectors">[n, d], finite. A vector of zeros has no neighbours.</param>
    /// <param name="options">How many, and how hard they are sought.</param>
    /// <param name="product">Multiplies; called from several threads at once.</param>
    /// <param name="progress">Fraction done.</param>
    /// <param name="cancellation">Stops between cells.</param>
    /// <exception cref="ArgumentException">A vector is not finite, or an option is out of range.</exception>
    public static NeighbourGraph Find(
        IVectorRows vectors, PartitionOptions options, IMatrixProduct product, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options.Check(vectors.Count);
        var rows = new UnitRows(vectors);
        var numbers = rows.Numbers(options.Threads, cancellation);
        var heaps = new NeighbourHeaps(rows.Count, options.Width);
        for (var i = 0; i < numbers.Length; i++)
            if (numbers[i] == NeighbourGraph.None) heaps.Close(i);
        var (steps, threads) = (options.Partitions + options.Rounds, options.Threads);
        IReadOnlyList<int[]> Cells(int number, int largest) =>
            PivotTree.Cells(rows, largest, new Philox(options.Seed, StreamPurpose.PartitionPivots.Stream(number)), product, threads, cancellation);

        for (var step = 0; step < options.Partitions; step++)
        {
            var cells = Cells(step, options.CellSize);
            var part = PartOfProgress.Of(progress, (double)step / steps, (step + 1.0) / steps);
            ForEach(cells, threads, part, cell => CompareWithin(cell, rows, numbers, heaps, product), cancellation);
        }
        var groups = options.Rounds > 0 ? Cells(options.Partitions, GroupSize) : [];
        for (var step = options.Partitions; step < steps; step++)
        {
            var candidates = new CandidateSearch(heaps, Followed, Candidates, threads);
            var part = PartOfProgress.Of(progress, (double)step / steps, (step + 1.0) / steps);
            ForEach(groups, threads, part, group => CompareWith(candidates.Of(group), group, rows, heaps, product), cancellation);
        }
        return heaps.ToGraph(threads);
    }

    /// <summary>The bytes that neighbours of n vectors take: the graph twice, and for each thread the vectors of a cell and their cosines.</summary>
    public static long NeedBytes(int count, int dimensions, PartitionOptions options)
    {
        var cell = (long)Math.Min(count, Math.Max(options.CellSize, GroupSize + Candidates));
        return NeighbourHeaps.Bytes(count, options.Width) + (4L * Followed + 48) * count + PivotTree.Bytes(dimensions, options.Threads)
            + options.Threads * (sizeof(float) * cell * (dimensions + cell) + 8L * count);
    }

    /// <summary>Cells hold no vector in common, so each changes heaps of its own.</summary>
    private static void ForEach(IReadOnlyList<int[]> cells, int threads, PartOfProgress? progress, Action<int[]> work, CancellationToken cancellation)
    {
        var done = 0;
        Workers.Run(cells.Count, threads, number =>
        {
            work(cells[number]);
            progress?.Report((double)Interlocked.Increment(ref done) / cells.Count);
        }, cancellation);
    }

    private static void CompareWithin(int[] cell, UnitRows rows, int[] numbers, NeighbourHeaps heaps, IMatrixProduct product)
    {
        using Matrix vectors = new(cell.Length, rows.Dimensions), cosines = new(cell.Length, cell.Length);
        rows.Gather(cell, vectors.View);
        product.MultiplyByOwnTranspose(vectors.View, cosines.View);
        Offer(cell, [.. cell.Select(i => numbers[i])], cosines, heaps);
    }

    private static void CompareWith(int[] candidates, int[] group, UnitRows rows, NeighbourHeaps heaps, IMatrixProduct product)
    {
        using Matrix left = new(group.Length, rows.Dimensions), right = new(candidates.Length, rows.Dimensions), cosines = new(group.Length, candidates.Length);
        rows.Gather(group, left.View);
        rows.Gather(candidates, right.View);
        product.Multiply(left.View, right.View.Transposed, cosines.View);
        Offer(group, candidates, cosines, heaps);
    }

    private static void Offer(int[] group, int[] numbers, Matrix cosines, NeighbourHeaps heaps)
    {
        for (var i = 0; i < group.Length; i++)
        {
            TensorPrimitives.Clamp(cosines.Row(i), -1, 1, cosines.Row(i));
            heaps.OfferRow(group[i], group[i], cosines.Row(i), numbers, mayBeThere: true);
        }
    }
}

/// <summary>What to compare a group of vectors with: the neighbours that their neighbours have now, the most frequent first.</summary>
internal sealed class CandidateSearch
{
    private readonly int[][] _nearest;
    private readonly int _most;
    private readonly ThreadLocal<int[]> _counts;

    /// <param name="heaps">The neighbours so far; later changes do not show.</param>
    /// <param name="followed">Neighbours of each vector that count.</param>
    /// <param name="most">Candidates at most.</param>
    /// <param name="threads">Threads.</param>
    public CandidateSearch(NeighbourHeaps heaps, int followed, int most, int threads)
    {
        (_most, _counts) = (most, new(() => new int[heaps.Count]));
        _nearest = new int[heaps.Count][];
        Workers.RunPieces(heaps.Count, 256, threads, (start, end) =>
        {
            for (var i = start; i < end; i++) _nearest[i] = heaps.BestOf(i, followed);
        });
    }

    /// <summary>Ascending.</summary>
    public int[] Of(int[] group)
    {
        var (counts, found) = (_counts.Value!, new List<int>());
        foreach (var member in group)
            foreach (var neighbour in _nearest[member])
                foreach (var candidate in _nearest[neighbour])
                    if (counts[candidate]++ == 0) found.Add(candidate);
        int[] chosen = [.. found.OrderByDescending(candidate => counts[candidate]).ThenBy(candidate => candidate).Take(_most).Order()];
        foreach (var candidate in found) counts[candidate] = 0;
        return chosen;
    }
}
