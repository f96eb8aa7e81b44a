using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Products;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Neighbours;

/// <summary>Cuts vectors into cells of near ones: each set that is too large is divided among some of its own vectors, drawn at random, each vector going to
/// the nearest.</summary>
/// <remarks>Neighbouring cells are near one another, and small ones are put together. A set that no pivot divides, of vectors that are alike, is cut in the
/// order of their numbers.</remarks>
internal static class PivotTree
{
    /// <summary>Pivots of a set.</summary>
    private const int Branches = 32;

    /// <summary>Vectors that a thread compares with the pivots together.</summary>
    private const int Piece = 256;

    /// <summary>Divides all vectors into cells.</summary>
    /// <param name="rows">The vectors.</param>
    /// <param name="largest">Vectors of a cell at most.</param>
    /// <param name="random">Draws the pivots.</param>
    /// <param name="product">Multiplies.</param>
    /// <param name="threads">Threads; the cells do not depend on it where the product's bits do not.</param>
    /// <param name="cancellation">Stops between sets.</param>
    /// <returns>Each vector's number once, ascending within a cell.</returns>
    public static IReadOnlyList<int[]> Cells(UnitRows rows, int largest, Philox random, IMatrixProduct product, int threads, CancellationToken cancellation)
    {
        var cells = new List<int[]>();
        var open = new Stack<int[]>([[.. Enumerable.Range(0, rows.Count)]]);
        while (open.TryPop(out var set))
        {
            cancellation.ThrowIfCancellationRequested();
            if (set.Length <= largest)
            {
                AddOrJoin(cells, set, largest);
                continue;
            }
            var parts = Divide(rows, set, random, product, threads);
            foreach (var part in parts.Length > 1 ? parts.Reverse() : set.Chunk(largest).Reverse()) open.Push(part);
        }
        return cells;
    }

    /// <summary>What <see cref="Cells"/> holds beside the numbers.</summary>
    public static long Bytes(int dimensions, int threads) => sizeof(float) * (Branches + (long)threads * Piece) * (dimensions + Branches);

    private static void AddOrJoin(List<int[]> cells, int[] set, int largest)
    {
        if (cells.Count == 0 || cells[^1].Length + set.Length > largest) cells.Add(set);
        else cells[^1] = [.. cells[^1].Concat(set).Order()];
    }

    /// <summary>The parts of a set that lie nearest to each pivot; one where all lie nearest to the same.</summary>
    private static int[][] Divide(UnitRows rows, int[] set, Philox random, IMatrixProduct product, int threads)
    {
        int[] chosen = [.. Enumerable.Range(0, Branches).Select(_ => set[random.NextInt32(set.Length)]).Distinct()];
        using var pivots = new Matrix(chosen.Length, rows.Dimensions);
        rows.Gather(chosen, pivots.View);
        var nearest = new int[set.Length];
        Workers.RunPieces(set.Length, Piece, threads, (start, end) =>
        {
            using Matrix piece = new(end - start, rows.Dimensions), cosines = new(end - start, chosen.Length);
            rows.Gather(set.AsSpan(start, end - start), piece.View);
            product.Multiply(piece.View, pivots.View.Transposed, cosines.View);
            for (var i = start; i < end; i++) nearest[i] = TensorPrimitives.IndexOfMax<float>(cosines.Row(i - start));
        });
        return [.. Enumerable.Range(0, set.Length).GroupBy(i => nearest[i]).OrderBy(part => part.Key).Select(part => part.Select(i => set[i]).ToArray())];
    }
}
