using System.Numerics;
using System.Runtime.InteropServices;

namespace Quanta.Numerics.DenseAlgebra;

/// <summary>C += alpha A B in float64, packed and threaded: the work horse of the small dense problems.</summary>
/// <remarks>Legend: A is [M, K], B is [K, N], C is [M, N]. An element of C is summed over K in one order, whatever the number of threads.
/// <para>Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication": B is packed a depth block at a time, each thread packs
/// its own rows of A, and a register tile of 6 rows by 2 vectors walks both.</para></remarks>
internal static unsafe class DoubleProduct
{
    private const int TileRows = 6, DepthBlock = 256, RowBlock = 96;

    private static readonly int TileColumns = 2 * Vector<double>.Count;

    /// <summary>C += alpha A B. C must have unit stride along a row or along a column, and must not overlap A or B.</summary>
    public static void Add(double alpha, DoubleView a, DoubleView b, DoubleView c, int threads, CancellationToken cancellation = default)
    {
        if (c.ColumnStride != 1 && c.RowStride == 1)
        {
            Add(alpha, b.Transposed, a.Transposed, c.Transposed, threads, cancellation);
            return;
        }
        if (c.Rows == 0 || c.Columns == 0) return;
        var panels = (c.Columns + TileColumns - 1) / TileColumns;
        var packed = (double*)NativeMemory.AlignedAlloc((nuint)panels * (nuint)(TileColumns * DepthBlock * sizeof(double)), 64);
        try
        {
            for (var depth = 0; depth < a.Columns; depth += DepthBlock)
            {
                var depths = Math.Min(DepthBlock, a.Columns - depth);
                var bBlock = b.Block(depth, depths, 0, b.Columns);
                var aBlock = a.Block(0, a.Rows, depth, depths);
                Workers.RunPieces(panels, 16, threads, (start, end) => PackColumns(bBlock, packed, start, end), cancellation);
                Workers.RunPieces(c.Rows, RowBlock, threads, (start, end) => MultiplyRows(alpha, aBlock, packed, c, start, end), cancellation);
            }
        }
        finally
        {
            NativeMemory.AlignedFree(packed);
        }
    }

    /// <summary>Panel p holds columns p T ... p T + T - 1 of B, depth by depth, padded with zeros.</summary>
    private static void PackColumns(DoubleView b, double* packed, int firstPanel, int endPanel)
    {
        for (var panel = firstPanel; panel < endPanel; panel++)
        {
            var target = packed + (long)panel * TileColumns * b.Rows;
            var first = panel * TileColumns;
            var width = Math.Min(TileColumns, b.Columns - first);
            for (var depth = 0; depth < b.Rows; depth++, target += TileColumns)
                for (var column = 0; column < TileColumns; column++) target[column] = column < width ? b[depth, first + column] : 0;
        }
    }

    private static void MultiplyRows(double alpha, DoubleView a, double* packedB, DoubleView c, int startRow, int endRow)
    {
        var packedA = stackalloc double[TileRows * DepthBlock];
        for (var row = startRow; row < endRow; row += TileRows)
        {
            var height = Math.Min(TileRows, endRow - row);
            PackRows(alpha, a, row, height, packedA);
            for (var column = 0; column < c.Columns; column += TileColumns)
            {
                var target = c.Block(row, height, column, Math.Min(TileColumns, c.Columns - column));
                MultiplyTile(packedA, packedB + (long)column * a.Columns, a.Columns, target);
            }
        }
    }

    private static void PackRows(double alpha, DoubleView a, int first, int height, double* packed)
    {
        for (var depth = 0; depth < a.Columns; depth++, packed += TileRows)
            for (var row = 0; row < TileRows; row++) packed[row] = row < height ? alpha * a[first + row, depth] : 0;
    }

    private static void MultiplyTile(double* a, double* b, int depths, DoubleView c)
    {
        var width = Vector<double>.Count;
        Vector<double> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<double> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        for (var depth = 0; depth < depths; depth++, a += TileRows, b += 2 * width)
        {
            var (b0, b1) = (Vector.Load(b), Vector.Load(b + width));
            var a0 = new Vector<double>(a[0]);
            (c00, c01) = (Vector.FusedMultiplyAdd(a0, b0, c00), Vector.FusedMultiplyAdd(a0, b1, c01));
            var a1 = new Vector<double>(a[1]);
            (c10, c11) = (Vector.FusedMultiplyAdd(a1, b0, c10), Vector.FusedMultiplyAdd(a1, b1, c11));
            var a2 = new Vector<double>(a[2]);
            (c20, c21) = (Vector.FusedMultiplyAdd(a2, b0, c20), Vector.FusedMultiplyAdd(a2, b1, c21));
            var a3 = new Vector<double>(a[3]);
            (c30, c31) = (Vector.FusedMultiplyAdd(a3, b0, c30), Vector.FusedMultiplyAdd(a3, b1, c31));
            var a4 = new Vector<double>(a[4]);
            (c40, c41) = (Vector.FusedMultiplyAdd(a4, b0, c40), Vector.FusedMultiplyAdd(a4, b1, c41));
            var a5 = new Vector<double>(a[5]);
            (c50, c51) = (Vector.FusedMultiplyAdd(a5, b0, c50), Vector.FusedMultiplyAdd(a5, b1, c51));
        }
        AddRow(c, 0, c00, c01);
        AddRow(c, 1, c10, c11);
        AddRow(c, 2, c20, c21);
        AddRow(c, 3, c30, c31);
        AddRow(c, 4, c40, c41);
        AddRow(c, 5, c50, c51);
    }

    private static void AddRow(DoubleView c, int row, Vector<double> first, Vector<double> second)
    {
        if (row >= c.Rows) return;
        var width = Vector<double>.Count;
        var target = c.Data + row * c.RowStride;
        if (c.Columns == 2 * width)
        {
            (Vector.Load(target) + first).Store(target);
            (Vector.Load(target + width) + second).Store(target + width);
            return;
        }
        for (var column = 0; column < c.Columns; column++) target[column] += column < width ? first[column] : second[column - width];
    }
}
