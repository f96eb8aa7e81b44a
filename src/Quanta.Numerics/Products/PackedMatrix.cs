using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products;

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
