using System.Diagnostics.CodeAnalysis;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Processors;
using Quanta.Numerics.Products.Managed;

namespace Quanta.Numerics.Products;

/// <summary>A BLAS library that the machine has, called through its C interface; never required.</summary>
/// <remarks>The bits of an element may depend on M, N, the strides, the number of threads, the processor and the library's version:
/// a batch may change a result.
/// Libraries differ in whether NaN in one operand survives a zero in the other.
/// <para>OpenBLAS has one number of threads for the process: calls at the same time with different numbers share the one set last.</para>
/// <para>Views with neither rows nor columns contiguous are copied.</para></remarks>
public sealed unsafe class NativeProduct : IMatrixProduct
{
    private static readonly MatrixKernels MirrorKernels = MatrixKernels.Of(InstructionSets.Available[0]);

    private readonly Cblas _cblas;

    private NativeProduct(string name, Cblas cblas) => (Name, _cblas) = (name, cblas);

    public string Name { get; }

    /// <summary>What the library says of itself, for the record: its bits may change from version to version.</summary>
    public string Version => _cblas.Version;

    public void Multiply(MatrixView a, MatrixView b, MatrixView c, bool accumulate = false, int threads = 1)
    {
        ProductShapes.Check(a, b, c);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (c.RowCount == 0 || c.ColumnCount == 0) return;
        if (a.ColumnCount == 0)
        {
            ProductShapes.ClearUnless(accumulate, c);
            return;
        }
        _cblas.SetThreads(threads);
        WithRows(c, a, b, accumulate);
    }

    /// <remarks>When accumulating, C's lower triangle is read, and mirrored.</remarks>
    public void MultiplyByOwnTranspose(MatrixView a, MatrixView c, bool accumulate = false, int threads = 1)
    {
        ProductShapes.Check(a, a.Transposed, c);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (c.RowCount == 0) return;
        var rows = Symmetry.WithContiguousRows(c);
        if (a.ColumnCount == 0) ProductShapes.ClearUnless(accumulate, rows);
        else
        {
            _cblas.SetThreads(threads);
            WithRows(rows, a, null, accumulate);
        }
        MirrorKernels.MirrorLower(rows);
    }

    /// <summary>Loads the library and lets it multiply a small matrix, or says why it is not to be used.</summary>
    internal static bool TryCreate(BlasLibrary library, [NotNullWhen(true)] out NativeProduct? product, out string reason)
    {
        product = null;
        if (!Cblas.TryLoad(library, out var cblas, out reason)) return false;
        var candidate = new NativeProduct(library.Name, cblas);
        if (!ProductProbe.Passes(candidate))
        {
            reason = "it multiplied a small matrix wrongly";
            return false;
        }
        product = candidate;
        return true;
    }

    /// <summary>Calls BLAS with a C whose rows are contiguous: C itself, its transpose, or a copy. Without B, by A's own transpose.</summary>
    private void WithRows(MatrixView c, MatrixView a, MatrixView? b, bool accumulate)
    {
        var rows = BlasOperand.Of(c);
        if (rows is { Order: Cblas.NoTranspose }) Call(a, b, rows.Value, c.RowCount, c.ColumnCount, accumulate);
        else if (rows is not null) Call(b?.Transposed ?? a, b is null ? null : a.Transposed, rows.Value, c.ColumnCount, c.RowCount, accumulate);
        else
        {
            using var copy = c.Copy();
            WithRows(copy.View, a, b, accumulate);
            copy.View.CopyTo(c);
        }
    }

    private void Call(MatrixView a, MatrixView? b, BlasOperand c, int m, int n, bool accumulate)
    {
        using var aCopy = BlasOperand.Of(a) is null ? a.Copy() : null;
        using var bCopy = b is not null && BlasOperand.Of(b.Value) is null ? b.Value.Copy() : null;
        var left = BlasOperand.Of(aCopy?.View ?? a)!.Value;
        if (b is null) _cblas.MultiplyByOwnTranspose(m, a.ColumnCount, left, accumulate ? 1 : 0, c.Data, c.Stride);
        else _cblas.Multiply(m, n, a.ColumnCount, left, BlasOperand.Of(bCopy?.View ?? b.Value)!.Value, accumulate ? 1 : 0, c.Data, c.Stride);
    }
}
