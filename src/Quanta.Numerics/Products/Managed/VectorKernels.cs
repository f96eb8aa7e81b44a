using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The product is that of Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication", with the roles of A and B
/// exchanged for row-major C: narrow panels of A stay near the first-level cache while wide panels of B stream from the second.</summary>
internal sealed class VectorKernels<TVector, TLanes> : MatrixKernels
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    public override int Width => TLanes.Width;

    public override void Multiply(MatrixView a, RightOperand b, MatrixView c, bool accumulate, long diagonal)
    {
        var buffer = PackBuffer.OfThread;
        for (var k = 0; k < a.ColumnCount; k += Blocking.Depth)
        {
            var depth = Math.Min(Blocking.Depth, a.ColumnCount - k);
            var rows = Blocking.EvenPart(c.RowCount, Blocking.SlabRows, 1);
            for (var i = 0; i < c.RowCount; i += rows)
            {
                var count = Math.Min(rows, c.RowCount - i);
                new SlabProduct<TVector, TLanes>(
                    buffer, a.Block(i, count, k, depth), b.View.Rows(k, depth), c.Rows(i, count), accumulate || k > 0, diagonal + i).Run();
            }
        }
    }

    public override void MirrorLower(MatrixView c) => Mirror<TVector, TLanes>.LowerToUpper(c);
}
