using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The product is that of Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication", with the roles of A and B
/// exchanged for row-major C: narrow panels of A stay near the first-level cache while wide panels of B stream from the second.</summary>
internal sealed unsafe class VectorKernels<TVector, TLanes> : MatrixKernels
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    public override int Width => TLanes.Width;

    private static int BlockColumns => SlabProduct<TVector, TLanes>.BlockColumns;

    public override void Multiply(MatrixView a, RightOperand b, MatrixView c, bool accumulate, long diagonal)
    {
        var buffer = PackBuffer.OfThread;
        var isSingleBlock = c.ColumnCount <= BlockColumns;
        var rows = Blocking.EvenPart(c.RowCount, isSingleBlock ? Blocking.SingleBlockSlabRows : Blocking.SlabRows, 1);
        for (var k = 0; k < a.ColumnCount; k += Blocking.Depth)
        {
            var depth = Math.Min(Blocking.Depth, a.ColumnCount - k);
            var panels = b.Panels(k, depth);
            if (panels == null && isSingleBlock && c.RowCount > rows)
            {
                panels = buffer.Block;
                Packing<TVector, TLanes>.PackColumns(b.View.Rows(k, depth), panels);
            }
            for (var i = 0; i < c.RowCount; i += rows)
            {
                var count = Math.Min(rows, c.RowCount - i);
                new SlabProduct<TVector, TLanes>(
                    buffer, a.Block(i, count, k, depth), b.View.Rows(k, depth), panels, c.Rows(i, count), accumulate || k > 0, diagonal + i).Run();
            }
        }
    }

    public override Matrix Pack(MatrixView b)
    {
        var packed = new Matrix(b.RowCount, (b.ColumnCount + PanelColumns - 1) / PanelColumns * PanelColumns);
        for (var k = 0; k < b.RowCount; k += Blocking.Depth)
        {
            var depth = Math.Min(Blocking.Depth, b.RowCount - k);
            for (var j = 0; j < b.ColumnCount; j += BlockColumns)
            {
                var block = b.Block(k, depth, j, Math.Min(BlockColumns, b.ColumnCount - j));
                Packing<TVector, TLanes>.PackColumns(block, new RightOperand(packed, b.ColumnCount).Columns(j, block.ColumnCount).Panels(k, depth));
            }
        }
        return packed;
    }

    public override void MirrorLower(MatrixView c) => Mirror<TVector, TLanes>.LowerToUpper(c);
}
