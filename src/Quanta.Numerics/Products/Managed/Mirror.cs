using System.Runtime.CompilerServices;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The copy of one triangle of a square matrix to the other, in squares of a vector's width.</summary>
internal static unsafe class Mirror<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    public static void LowerToUpper(MatrixView c)
    {
        for (var i = 0; i < c.RowCount; i += TLanes.Width)
        {
            var rows = Math.Min(TLanes.Width, c.RowCount - i);
            if (rows == TLanes.Width && c.ColumnStride == 1) TransposeSquares(c.Data + i * c.RowStride, (nint)c.RowStride, i, c.Data + i);
            else CopyRectangle(c.Block(i, rows, 0, i), c.Block(0, i, i, rows));
            var square = c.Block(i, rows, i, rows);
            for (var row = 1; row < rows; row++) CopyRectangle(square.Block(row, 1, 0, row), square.Block(0, row, row, 1));
        }
    }

    /// <summary>A vector's width of rows, left of the diagonal square, into as many columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeSquares(float* row, nint stride, int columns, float* destination)
    {
        var lines = stackalloc float*[TLanes.Width];
        for (var i = 0; i < TLanes.Width; i++) lines[i] = row + i * stride;
        for (var j = 0; j < columns; j += TLanes.Width, destination += TLanes.Width * stride)
        {
            TLanes.Transpose(lines, destination, stride);
            for (var i = 0; i < TLanes.Width; i++) lines[i] += TLanes.Width;
        }
    }

    private static void CopyRectangle(MatrixView source, MatrixView destination)
    {
        for (var i = 0; i < source.RowCount; i++)
            for (var j = 0; j < source.ColumnCount; j++) destination[j, i] = source[i, j];
    }
}
