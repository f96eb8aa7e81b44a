using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products;

/// <summary>Products of float32 matrices. Implementations stand in <see cref="MatrixProducts"/>.</summary>
/// <remarks>Legend: A is [M, K], B is [K, N], C is [M, N]. Any strides; C must not overlap A or B.
/// M, N or K may be 0 (an empty sum is 0). NaN and infinity propagate as in IEEE 754.
/// <para>Reproducibility of the managed implementations: an element of C depends, bit for bit, only on its row of A, its column of B and K; not on M, N,
/// its place in C, nor the number of threads. So a batch never changes a result. Native libraries promise less; see their remarks.</para></remarks>
public interface IMatrixProduct
{
    /// <summary>The name by which the implementation is chosen and recorded, e.g. "managed".</summary>
    string Name { get; }

    /// <summary>C = A B, or C += A B when <paramref name="accumulate"/>.</summary>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N].</param>
    /// <param name="c">[M, N], written.</param>
    /// <param name="accumulate">Add to what C holds instead of overwriting it.</param>
    /// <param name="threads">The number of threads to use, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes do not agree.</exception>
    void Multiply(MatrixView a, MatrixView b, MatrixView c, bool accumulate = false, int threads = 1);

    /// <summary>C = A A^T, or C += A A^T: symmetric [M, M], both triangles written, bitwise symmetric. About half the work of the general product.</summary>
    /// <remarks>When accumulating, C must be symmetric: an implementation may read one triangle and mirror it.</remarks>
    void MultiplyByOwnTranspose(MatrixView a, MatrixView c, bool accumulate = false, int threads = 1);

    /// <summary>Copies B into the form that this product multiplies fastest; worth it from a few products on, most of all with few rows in A.</summary>
    /// <param name="b">[K, N].</param>
    PackedMatrix Pack(MatrixView b) => new(this, b.RowCount, b.ColumnCount, b.Copy());

    /// <summary>C = A B, or C += A B; where the product promises its bits, they are those that the unpacked B would give.</summary>
    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N], packed by this very product.</param>
    /// <param name="c">[M, N], written.</param>
    /// <param name="accumulate">Add to what C holds instead of overwriting it.</param>
    /// <param name="threads">The number of threads to use, at least 1.</param>
    /// <exception cref="ArgumentException">The shapes do not agree, or another product packed B.</exception>
    void Multiply(MatrixView a, PackedMatrix b, MatrixView c, bool accumulate = false, int threads = 1) =>
        Multiply(a, b.StorageFor(this).View, c, accumulate, threads);
}

/// <summary>A right operand B [K, N] in the form that one product likes best, made by <see cref="IMatrixProduct.Pack"/> for use many times: a model's weights.</summary>
/// <remarks>A copy: later changes of the matrix it was made from do not show. May be used by several threads at once.</remarks>
public sealed class PackedMatrix : IDisposable
{
    private readonly IMatrixProduct _packedBy;
    private readonly Matrix _storage;

    internal PackedMatrix(IMatrixProduct packedBy, int rowCount, int columnCount, Matrix storage)
    {
        (_packedBy, _storage) = (packedBy, storage);
        (RowCount, ColumnCount) = (rowCount, columnCount);
    }

    /// <summary>K.</summary>
    public int RowCount { get; }

    /// <summary>N.</summary>
    public int ColumnCount { get; }

    public void Dispose() => _storage.Dispose();

    /// <summary>The packed values, for the product that packed them.</summary>
    /// <exception cref="ArgumentException">Another product packed them.</exception>
    internal Matrix StorageFor(IMatrixProduct product) => ReferenceEquals(product, _packedBy)
        ? _storage
        : throw new ArgumentException($"A matrix packed by the product '{_packedBy.Name}' can be multiplied only by that very product, not by another ('{product.Name}').");
}
