using Quanta.Numerics.Matrices;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Tests.Products;

/// <summary>A random view inside a larger matrix whose other elements are NaN: a touch outside the view shows.</summary>
internal sealed class BorderedMatrix : IDisposable
{
    private const int Border = 3;

    private readonly Matrix _around;
    private readonly int _rows, _columns;
    private readonly Layout _layout;

    public BorderedMatrix(int rows, int columns, Layout layout, ulong seed)
    {
        (_rows, _columns, _layout) = (rows, columns, layout);
        _around = layout switch
        {
            Layout.Rows => new Matrix(rows + 2 * Border, columns + 2 * Border),
            Layout.Columns => new Matrix(columns + 2 * Border, rows + 2 * Border),
            _ => new Matrix(2 * rows + 2 * Border, 3 * columns + 2 * Border),
        };
        for (var row = 0; row < _around.Rows; row++) _around.Row(row).Fill(float.NaN);
        Randomize(seed);
    }

    public unsafe MatrixView View
    {
        get
        {
            var inside = _around.View.Block(Border, _around.Rows - 2 * Border, Border, _around.Columns - 2 * Border);
            return _layout switch
            {
                Layout.Rows => inside,
                Layout.Columns => inside.Transposed,
                _ => new MatrixView(inside.Data, _rows, _columns, 2 * inside.RowStride, 3),
            };
        }
    }

    public void Dispose() => _around.Dispose();

    /// <summary>Numbers uniform in [-1, 1): the same for the same seed in every layout.</summary>
    public void Randomize(ulong seed)
    {
        var random = new Philox(seed);
        for (var i = 0; i < _rows; i++)
            for (var j = 0; j < _columns; j++) View[i, j] = 2 * random.NextSingle() - 1;
    }

    public int CountNaN()
    {
        var count = 0;
        for (var row = 0; row < _around.Rows; row++)
            foreach (var value in _around.Row(row)) count += float.IsNaN(value) ? 1 : 0;
        return count;
    }
}
