using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

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
