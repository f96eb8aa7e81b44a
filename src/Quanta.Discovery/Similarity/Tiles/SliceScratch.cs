using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Tiles;

/// <summary>Memory for one slice of a tile's rows, allocated when it is first needed.</summary>
internal sealed class SliceScratch : IDisposable
{
    private Matrix? _values;

    public MatrixView Block(int rows, int columns) => (_values ??= new Matrix(TileProduct.Size, TileProduct.SliceLength)).View.Block(0, rows, 0, columns);

    public Span<float> Row(int row, int columns) => _values!.Row(row)[..columns];

    public void Dispose() => _values?.Dispose();
}
