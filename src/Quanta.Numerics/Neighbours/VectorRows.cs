using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Neighbours;

/// <summary>Vectors of one length that are read when they are needed: in memory, or in a file that memory would not hold.</summary>
public interface IVectorRows
{
    /// <summary>n.</summary>
    int Count { get; }

    /// <summary>d.</summary>
    int Dimensions { get; }

    /// <summary>Reads vectors side by side. May be called from several threads at once.</summary>
    /// <param name="start">The first.</param>
    /// <param name="target">[any, d], unit column stride: overwritten with vectors <paramref name="start"/> and on.</param>
    void Read(int start, MatrixView target);
}

/// <summary>Vectors in memory.</summary>
/// <param name="rows">[n, d], unit column stride. Whoever made it keeps its owner alive.</param>
public sealed class VectorsInMemory(MatrixView rows) : IVectorRows
{
    public int Count => rows.RowCount;

    public int Dimensions => rows.ColumnCount;

    public void Read(int start, MatrixView target)
    {
        for (var i = 0; i < target.RowCount; i++) rows.Row(start + i).CopyTo(target.Row(i));
    }
}

/// <summary>Vectors divided by their norms as they are read.</summary>
internal sealed class UnitRows(IVectorRows vectors)
{
    /// <summary>Rows that are read in one piece.</summary>
    private const int PieceRows = 64;

    private const int ScannedRows = 1024;

    public int Count => vectors.Count;

    public int Dimensions => vectors.Dimensions;

    /// <summary>The bytes of so many rows.</summary>
    public long Bytes(long rows) => sizeof(float) * rows * Dimensions;

    /// <summary>Rows <paramref name="start"/> and on, as many as <paramref name="target"/> has; a row of zeros stays.</summary>
    /// <exception cref="ArgumentException">A row is not finite.</exception>
    public void Read(int start, MatrixView target, int threads = 1)
    {
        var norms = new double[target.RowCount];
        Workers.RunPieces(target.RowCount, PieceRows, threads, (first, end) =>
        {
            vectors.Read(start + first, target.Rows(first, end - first));
            for (var i = first; i < end; i++) norms[i] = Normalise(target, i);
        });
        for (var i = 0; i < norms.Length; i++)
            if (!double.IsFinite(norms[i])) throw new ArgumentException($"The vectors must be finite, but vector {start + i} has norm {norms[i]}.", nameof(target));
    }

    /// <summary>Chosen rows, which are finite; a row of zeros stays.</summary>
    public void Gather(ReadOnlySpan<int> chosen, MatrixView target)
    {
        for (int first = 0, end; first < chosen.Length; first = end)
        {
            for (end = first + 1; end < chosen.Length && chosen[end] == chosen[end - 1] + 1; end++)
            {
            }
            vectors.Read(chosen[first], target.Rows(first, end - first));
            for (var i = first; i < end; i++) Normalise(target, i);
        }
    }

    /// <summary>Reads all rows once.</summary>
    /// <returns>[n]: each row's number, <see cref="NeighbourGraph.None"/> for those of zeros.</returns>
    /// <exception cref="ArgumentException">A row is not finite.</exception>
    public int[] Numbers(int threads, CancellationToken cancellation)
    {
        int[] numbers = [.. Enumerable.Range(0, Count)];
        using var piece = new Matrix(Math.Min(ScannedRows, Count), Dimensions);
        for (var start = 0; start < Count; start += ScannedRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = piece.Slice(0, Math.Min(ScannedRows, Count - start));
            Read(start, rows, threads);
            for (var i = 0; i < rows.RowCount; i++)
                if (IsZero(rows.Row(i))) numbers[start + i] = NeighbourGraph.None;
        }
        return numbers;
    }

    public static bool IsZero(ReadOnlySpan<float> row) => !row.ContainsAnyExcept(0f);

    private static unsafe double Normalise(MatrixView target, int row) => Norm.Normalise(target.Data + row * target.RowStride, target.ColumnCount);
}
