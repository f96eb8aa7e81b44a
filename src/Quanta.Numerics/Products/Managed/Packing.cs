using System.Runtime.CompilerServices;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Cuts matrices into panels that lie one after the other.</summary>
internal static unsafe class Packing<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private static int PanelColumns => 2 * TLanes.Width;

    /// <summary>A [rows, depth] into narrow panels of <paramref name="panelRows"/> rows, the last of what is left. Writes up to a vector beyond.</summary>
    public static void PackRows(MatrixView a, int panelRows, float* panels)
    {
        for (var i = 0; i < a.RowCount; i += panelRows)
        {
            var rows = Math.Min(panelRows, a.RowCount - i);
            var panel = panels + (nint)i * a.ColumnCount;
            Panel<TVector, TLanes>.Pack(a.Data + i * a.RowStride, a.RowStride, a.ColumnStride, rows, a.RowCount - i, a.ColumnCount, panel, rows);
        }
    }

    /// <summary>B [depth, columns] into wide panels of two vectors, the last filled up with anything.</summary>
    public static void PackColumns(MatrixView b, float* panels)
    {
        var copied = b.ColumnStride == 1 ? b.ColumnCount / PanelColumns * PanelColumns : 0;
        CopyRows(b.Columns(0, copied), panels);
        for (var j = copied; j < b.ColumnCount; j += PanelColumns)
        {
            var columns = Math.Min(PanelColumns, b.ColumnCount - j);
            var panel = panels + (nint)j * b.RowCount;
            Panel<TVector, TLanes>.Pack(b.Data + j * b.ColumnStride, b.ColumnStride, b.RowStride, columns, b.ColumnCount - j, b.RowCount, panel, PanelColumns);
        }
    }

    /// <summary>Goes along the rows, through all panels at once: the memory likes long rows better than short pieces of many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(MatrixView b, float* panels)
    {
        var row = b.Data;
        var (stride, panelFloats) = ((nint)b.RowStride, (nint)b.RowCount * PanelColumns);
        for (var k = 0; k < b.RowCount; k++, row += stride, panels += PanelColumns)
        {
            var panel = panels;
            for (var j = 0; j < b.ColumnCount; j += PanelColumns, panel += panelFloats)
            {
                TLanes.Prefetch(row + stride + j);
                TLanes.Prefetch(row + stride + j + TLanes.Width);
                TLanes.Store(panel, TLanes.Load(row + j));
                TLanes.Store(panel + TLanes.Width, TLanes.Load(row + j + TLanes.Width));
            }
        }
    }
}
