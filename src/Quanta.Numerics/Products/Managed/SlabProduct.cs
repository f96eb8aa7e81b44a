using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>C = A B or C += A B over one <see cref="Blocking.Depth"/> of K, for the elements (i, j) with j &lt;= i + diagonal.</summary>
/// <remarks>A is packed; then for each block of columns B is packed, unless its rows can be read as they lie, and the tiles of C are gone through.</remarks>
/// <param name="buffer">The thread's.</param>
/// <param name="a">[rows, depth].</param>
/// <param name="b">[depth, columns].</param>
/// <param name="packed">The panels of <paramref name="b"/>, or null.</param>
/// <param name="c">[rows, columns].</param>
/// <param name="accumulate">Add to what C holds.</param>
/// <param name="diagonal">What lies more than this to the right of the diagonal is not needed.</param>
internal readonly unsafe ref struct SlabProduct<TVector, TLanes>(
    PackBuffer buffer, MatrixView a, MatrixView b, float* packed, MatrixView c, bool accumulate, long diagonal)
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private readonly int _depth = a.ColumnCount;
    private readonly int _panelRows = Blocking.EvenPart(a.RowCount, TLanes.MaximumRows, 1);
    private readonly bool _unpacked = packed == null && b.ColumnStride == 1 && a.RowCount <= Blocking.UnpackedPanels * TLanes.MaximumRows;

    /// <summary>Columns of B that are packed at a time.</summary>
    public static int BlockColumns => TLanes.BlockFloats / Blocking.Depth / PanelColumns * PanelColumns;

    private static int PanelColumns => 2 * TLanes.Width;

    public void Run()
    {
        Packing<TVector, TLanes>.PackRows(a, _panelRows, buffer.Slab);
        var needed = (int)Math.Min(c.ColumnCount, diagonal + c.RowCount);
        var most = Blocking.EvenPart(needed, BlockColumns, PanelColumns);
        int columns;
        for (var j = 0; j < needed; j += columns)
        {
            columns = Math.Min(most, needed - j);
            if (_unpacked && columns > PanelColumns) columns -= columns % PanelColumns;
            MultiplyBlock(Prepare(j, columns), c.Columns(j, columns), diagonal - j);
        }
    }

    private WidePanels Prepare(int start, int columns)
    {
        if (packed != null) return Packed(packed + (nint)start * _depth);
        var block = b.Columns(start, columns);
        if (_unpacked && columns % PanelColumns == 0) return new WidePanels(block.Data, PanelColumns, (nint)block.RowStride);
        Packing<TVector, TLanes>.PackColumns(block, buffer.Block);
        return Packed(buffer.Block);
    }

    private WidePanels Packed(float* panels) => new(panels, (nint)_depth * PanelColumns, PanelColumns);

    private void MultiplyBlock(WidePanels panels, MatrixView block, long blockDiagonal)
    {
        for (var i = 0; i < block.RowCount; i += _panelRows)
        {
            var rows = Math.Min(_panelRows, block.RowCount - i);
            var needed = Math.Min(block.ColumnCount, blockDiagonal + i + rows);
            for (var j = 0; j < needed; j += PanelColumns)
            {
                var first = block.Data + i * block.RowStride + j * block.ColumnStride;
                var tile = new MatrixView(first, rows, Math.Min(PanelColumns, block.ColumnCount - j), block.RowStride, block.ColumnStride);
                MultiplyTile(buffer.Slab + (nint)i * _depth, panels.Panel(j / PanelColumns), panels.RowStride, tile);
            }
        }
    }

    private void MultiplyTile(float* narrow, float* wide, nint wideStride, MatrixView tile)
    {
        var multiply = RegisterBlocks<TVector, TLanes>.For(tile.RowCount, tile.ColumnCount);
        if (tile.ColumnStride == 1 && tile.ColumnCount % TLanes.Width == 0)
        {
            multiply(_depth, narrow, wide, wideStride, tile.Data, (nint)tile.RowStride, accumulate);
            return;
        }
        multiply(_depth, narrow, wide, wideStride, buffer.Tile, PanelColumns, false);
        for (var i = 0; i < tile.RowCount; i++)
        {
            for (var j = 0; j < tile.ColumnCount; j++)
            {
                var sum = buffer.Tile[i * PanelColumns + j];
                tile[i, j] = accumulate ? tile[i, j] + sum : sum;
            }
        }
    }
}

/// <summary>Columns of B ready for the register blocks: packed, or B itself where its rows are contiguous.</summary>
/// <param name="first">The first row of the first panel.</param>
/// <param name="panelStride">Floats from one panel to the next.</param>
/// <param name="rowStride">Floats from one row of a panel to the next.</param>
internal readonly unsafe ref struct WidePanels(float* first, nint panelStride, nint rowStride)
{
    public nint RowStride { get; } = rowStride;

    public float* Panel(int index) => first + index * panelStride;
}
