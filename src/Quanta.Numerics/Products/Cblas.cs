using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products;

/// <summary>The functions of a loaded library. It stays loaded: BLAS libraries keep threads of their own.</summary>
internal sealed unsafe class Cblas
{
    public const int RowMajor = 101, NoTranspose = 111, Transpose = 112, Lower = 122;

    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _sgemm;
    private readonly delegate* unmanaged<int, int, int, int, int, float, float*, int, float, float*, int, void> _ssyrk;
    private readonly delegate* unmanaged<int, void> _setThreads;

    private Cblas(nint sgemm, nint ssyrk, nint setThreads, string version)
    {
        Version = version;
        _sgemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)sgemm;
        _ssyrk = (delegate* unmanaged<int, int, int, int, int, float, float*, int, float, float*, int, void>)ssyrk;
        _setThreads = (delegate* unmanaged<int, void>)setThreads;
    }

    public string Version { get; }

    /// <summary>Loads the first file that has the functions, or says why none does.</summary>
    public static bool TryLoad(BlasLibrary library, [NotNullWhen(true)] out Cblas? cblas, out string reason)
    {
        cblas = null;
        reason = $"none of {string.Join(", ", library.FileNames)} could be loaded: {library.Advice}";
        foreach (var file in library.FileNames)
        {
            if (!NativeLibrary.TryLoad(file, out var handle)) continue;
            if (NativeLibrary.TryGetExport(handle, "cblas_sgemm", out var sgemm) && NativeLibrary.TryGetExport(handle, "cblas_ssyrk", out var ssyrk))
            {
                cblas = new Cblas(sgemm, ssyrk, FirstExport(handle, library.ThreadsFunctions), library.Version(handle));
                return true;
            }
            reason = $"{file} has no cblas_sgemm or no cblas_ssyrk";
            NativeLibrary.Free(handle);
        }
        return false;
    }

    /// <summary>C = A B + beta C, row-major C [m, n].</summary>
    public void Multiply(int m, int n, int k, BlasOperand a, BlasOperand b, float beta, float* c, int cStride) =>
        _sgemm(RowMajor, a.Order, b.Order, m, n, k, 1, a.Data, a.Stride, b.Data, b.Stride, beta, c, cStride);

    /// <summary>C = A A^T + beta C, row-major C [m, m], its lower triangle only.</summary>
    public void MultiplyByOwnTranspose(int m, int k, BlasOperand a, float beta, float* c, int cStride) =>
        _ssyrk(RowMajor, Lower, a.Order, m, k, 1, a.Data, a.Stride, beta, c, cStride);

    /// <summary>Does nothing where the library offers no such function.</summary>
    public void SetThreads(int threads)
    {
        if (_setThreads != null) _setThreads(threads);
    }

    private static nint FirstExport(nint handle, IReadOnlyList<string> names)
    {
        foreach (var name in names)
            if (NativeLibrary.TryGetExport(handle, name, out var address)) return address;
        return 0;
    }
}

/// <summary>A matrix as BLAS wants it: rows or columns contiguous, the other stride an int.</summary>
internal readonly unsafe record struct BlasOperand(nint Address, int Order, int Stride)
{
    public float* Data => (float*)Address;

    /// <summary>Null where neither rows nor columns are contiguous, or the stride does not suit.</summary>
    public static BlasOperand? Of(MatrixView m) =>
        HasContiguousRows(m) ? new BlasOperand((nint)m.Data, Cblas.NoTranspose, RowStride(m))
        : HasContiguousRows(m.Transposed) ? new BlasOperand((nint)m.Data, Cblas.Transpose, RowStride(m.Transposed))
        : null;

    private static bool HasContiguousRows(MatrixView m) =>
        (m.ColumnStride == 1 || m.ColumnCount == 1) && (m.RowCount == 1 || (m.RowStride >= m.ColumnCount && m.RowStride <= int.MaxValue));

    /// <summary>BLAS checks the stride even of a single row.</summary>
    private static int RowStride(MatrixView m) => m.RowCount == 1 ? m.ColumnCount : (int)m.RowStride;
}
