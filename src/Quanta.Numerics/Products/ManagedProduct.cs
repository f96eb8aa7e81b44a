using Quanta.Numerics.Matrices;
using Quanta.Numerics.Processors;
using Quanta.Numerics.Products.Managed;

namespace Quanta.Numerics.Products;

/// <summary>A product in C# alone: packed panels, register blocks of fused multiply-adds, tiles of C shared out among threads.</summary>
/// <remarks>The bits of an element: K is cut into blocks of 512; each block is a chain of fused multiply-adds in ascending order from 0;
/// the blocks are added in order, to what C held first when accumulating. Nothing else enters: not M, N, the place in C, the strides, the threads,
/// nor the processor. So a row multiplied alone gives the bits it has in a batch, on any machine.
/// <para>With one thread nothing is allocated but once per thread a buffer of 3 MB, and the thread pool is not touched.</para></remarks>
public sealed class ManagedProduct : IMatrixProduct
{
    private readonly MatrixKernels _kernels;

    /// <summary>Uses the widest instructions that the processor has.</summary>
    public ManagedProduct()
        : this(InstructionSets.Available[0])
    {
    }

    internal ManagedProduct(InstructionSet instructions) => _kernels = MatrixKernels.Of(instructions);

    public string Name => "managed";

    public void Multiply(MatrixView a, MatrixView b, MatrixView c, bool accumulate = false, int threads = 1)
    {
        ProductShapes.Check(a, b, c);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (c.RowCount == 0 || c.ColumnCount == 0) return;
        if (a.ColumnCount == 0) ProductShapes.ClearUnless(accumulate, c);
        else if (IsBetterTransposed(c)) SharedWork.RunRectangle(_kernels, b.Transposed, new RightOperand(a.Transposed), c.Transposed, accumulate, threads);
        else SharedWork.RunRectangle(_kernels, a, new RightOperand(b), c, accumulate, threads);
    }

    public PackedMatrix Pack(MatrixView b) => new(this, b.RowCount, b.ColumnCount, _kernels.Pack(b));

    public void Multiply(MatrixView a, PackedMatrix b, MatrixView c, bool accumulate = false, int threads = 1)
    {
        var right = new RightOperand(b.StorageFor(this), b.ColumnCount);
        ProductShapes.Check(a, right.View, c);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (c.RowCount == 0 || c.ColumnCount == 0) return;
        if (a.ColumnCount == 0) ProductShapes.ClearUnless(accumulate, c);
        else SharedWork.RunRectangle(_kernels, a, right, c, accumulate, threads);
        GC.KeepAlive(b);
    }

    /// <remarks>Equal to Multiply(A, A^T) bit for bit. When accumulating, C's lower triangle is read, and mirrored.</remarks>
    public void MultiplyByOwnTranspose(MatrixView a, MatrixView c, bool accumulate = false, int threads = 1)
    {
        ProductShapes.Check(a, a.Transposed, c);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (c.RowCount == 0) return;
        var rows = Symmetry.WithContiguousRows(c);
        if (a.ColumnCount == 0) ProductShapes.ClearUnless(accumulate, rows);
        else SharedWork.RunTriangle(_kernels, a, rows, accumulate, threads);
        _kernels.MirrorLower(rows);
    }

    /// <summary>Where C's columns are contiguous, or so few that they would fill a vector badly.</summary>
    private bool IsBetterTransposed(MatrixView c) =>
        (c.ColumnStride != 1 && c.RowStride == 1) || (c.ColumnCount <= _kernels.Width / 2 && c.ColumnCount < c.RowCount);
}
