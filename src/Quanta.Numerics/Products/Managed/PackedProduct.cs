using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication", with the roles of A and B exchanged for row-major C:
/// narrow panels of A stay in the first-level cache while wide panels of B stream from the second.</summary>
/// <remarks>For each slab of <see cref="BlockedProduct.Depth"/> along K: pack rows of A; for each block of columns: pack B, then go through the tiles of C.</remarks>
internal sealed unsafe class PackedProduct<TVector, TLanes> : BlockedProduct
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    private static int PanelColumns => 2 * TLanes.Width;

    private static int BlockColumns => TLanes.BlockFloats / Depth / PanelColumns * PanelColumns;

    public override int ColumnStep => PanelColumns;

    public override void Multiply(MatrixView a, MatrixView b, MatrixView c, bool accumulate, long diagonal)
    {
        var buffer = PackBuffer.OfThread;
        for (var k = 0; k < a.ColumnCount; k += Depth)
        {
            var depth = Math.Min(Depth, a.ColumnCount - k);
            var rows = EvenPart(c.RowCount, PackBuffer.SlabRows, 1);
            for (var i = 0; i < c.RowCount; i += rows)
            {
                var count = Math.Min(rows, c.RowCount - i);
                MultiplySlab(buffer, a.Block(i, count, k, depth), b.Rows(k, depth), c.Rows(i, count), accumulate || k > 0, diagonal + i);
            }
        }
    }

    private static void MultiplySlab(PackBuffer buffer, MatrixView a, MatrixView b, MatrixView c, bool accumulate, long diagonal)
    {
        var panelRows = EvenPart(a.RowCount, TLanes.MaximumRows, 1);
        for (var i = 0; i < a.RowCount; i += panelRows)
        {
            var rows = Math.Min(panelRows, a.RowCount - i);
            Panel<TVector, TLanes>.Pack(
                a.Data + i * a.RowStride, a.RowStride, a.ColumnStride, rows, a.RowCount - i, a.ColumnCount, buffer.Slab + (nint)i * a.ColumnCount, rows);
        }
        var needed = (int)Math.Min(c.ColumnCount, diagonal + c.RowCount);
        var columns = EvenPart(needed, BlockColumns, PanelColumns);
        for (var j = 0; j < needed; j += columns)
        {
            var count = Math.Min(columns, needed - j);
            PackBlock(buffer, b.Columns(j, count));
            MultiplyBlock(buffer, a.ColumnCount, panelRows, c.Columns(j, count), accumulate, diagonal - j);
        }
    }

    private static void PackBlock(PackBuffer buffer, MatrixView b)
    {
        for (var j = 0; j < b.ColumnCount; j += PanelColumns)
        {
            var left = b.ColumnCount - j;
            Panel<TVector, TLanes>.Pack(b.Data + j * b.ColumnStride, b.ColumnStride, b.RowStride, Math.Min(PanelColumns, left), left, b.RowCount,
                buffer.Block + (nint)j * b.RowCount, PanelColumns);
        }
    }

    private static void MultiplyBlock(PackBuffer buffer, int depth, int panelRows, MatrixView c, bool accumulate, long diagonal)
    {
        for (var i = 0; i < c.RowCount; i += panelRows)
        {
            var rows = Math.Min(panelRows, c.RowCount - i);
            var needed = Math.Min(c.ColumnCount, diagonal + i + rows);
            for (var j = 0; j < needed; j += PanelColumns)
            {
                var tile = new MatrixView(&c.Data[i * c.RowStride + j * c.ColumnStride], rows, Math.Min(PanelColumns, c.ColumnCount - j), c.RowStride, c.ColumnStride);
                MultiplyTile(buffer, depth, buffer.Slab + (nint)i * depth, buffer.Block + (nint)j * depth, tile, accumulate);
            }
        }
    }

    private static void MultiplyTile(PackBuffer buffer, int depth, float* a, float* b, MatrixView c, bool accumulate)
    {
        var multiply = RegisterBlocks<TVector, TLanes>.For(c.RowCount, c.ColumnCount);
        if (c.ColumnStride == 1 && (c.ColumnCount == PanelColumns || c.ColumnCount == TLanes.Width))
        {
            multiply(depth, a, b, PanelColumns, c.Data, (nint)c.RowStride, accumulate);
            return;
        }
        multiply(depth, a, b, PanelColumns, buffer.Tile, PanelColumns, false);
        for (var i = 0; i < c.RowCount; i++)
        {
            for (var j = 0; j < c.ColumnCount; j++)
            {
                var sum = buffer.Tile[i * PanelColumns + j];
                c[i, j] = accumulate ? c[i, j] + sum : sum;
            }
        }
    }

    /// <summary>The size of the parts, each a multiple of <paramref name="step"/> but the last, when as few as possible of at most <paramref name="most"/> are made evenly.</summary>
    private static int EvenPart(int total, int most, int step)
    {
        var parts = Math.Max(1, (total + most - 1) / most);
        return Math.Max(step, (total + parts * step - 1) / (parts * step) * step);
    }
}
