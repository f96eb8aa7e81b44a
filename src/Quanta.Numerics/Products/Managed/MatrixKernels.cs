using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Processors;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The work of one thread on matrices, compiled for one instruction set.</summary>
internal abstract class MatrixKernels
{
    public static MatrixKernels Of(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 => new VectorKernels<Vector512<float>, Avx512Lanes>(),
        InstructionSet.Avx2 => new VectorKernels<Vector256<float>, Avx2Lanes>(),
        _ => new VectorKernels<Vector128<float>, PortableLanes>(),
    };

    /// <summary>Floats in a vector.</summary>
    public abstract int Width { get; }

    /// <summary>Columns of a wide panel: pieces of C should start at a multiple.</summary>
    public int PanelColumns => 2 * Width;

    /// <summary>C = A B or C += A B for the elements (i, j) with j &lt;= i + <paramref name="diagonal"/>; others may be written, too.</summary>
    public abstract void Multiply(MatrixView a, RightOperand b, MatrixView c, bool accumulate, long diagonal);

    /// <summary>B as <see cref="RightOperand"/> describes it.</summary>
    public abstract Matrix Pack(MatrixView b);

    /// <summary>Copies the lower triangle of the square C to the upper.</summary>
    public abstract void MirrorLower(MatrixView c);
}

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

/// <summary>B [K, N]: as it lies, or packed beforehand.</summary>
/// <remarks>Packed, B is cut into slabs of <see cref="Blocking.Depth"/> rows, each of them into wide panels, all whole: [slabs, panels, depth, panel columns].</remarks>
internal readonly unsafe struct RightOperand
{
    private readonly float* _packed;
    private readonly int _packedColumns, _firstColumn;

    public RightOperand(MatrixView view)
        : this(view, null, 0, 0)
    {
    }

    /// <param name="packed">As <see cref="MatrixKernels.Pack"/> made it.</param>
    /// <param name="columns">N, of which the panels hold more.</param>
    public RightOperand(Matrix packed, int columns)
        : this(new MatrixView(null, packed.Rows, columns, 0, 0), packed.View.Data, packed.Columns, 0)
    {
    }

    private RightOperand(MatrixView view, float* packed, int packedColumns, int firstColumn)
    {
        View = view;
        _packed = packed;
        (_packedColumns, _firstColumn) = (packedColumns, firstColumn);
    }

    /// <summary>[K, N]; only its shape holds where B is packed.</summary>
    public MatrixView View { get; }

    /// <summary>Columns from a multiple of the panel's width.</summary>
    public RightOperand Columns(int start, int count) => new(View.Columns(start, count), _packed, _packedColumns, _firstColumn + start);

    /// <summary>The first panel of rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="depth"/> - 1, a slab, or null where B is not packed.</summary>
    public float* Panels(int start, int depth) => _packed == null ? null : _packed + (nint)start * _packedColumns + (nint)_firstColumn * depth;
}

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
