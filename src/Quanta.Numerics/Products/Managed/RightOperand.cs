using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>B: as it lies, or some columns of it packed beforehand.</summary>
internal readonly unsafe struct RightOperand
{
    private readonly float* _packed;
    private readonly int _packedColumns, _firstColumn;

    public RightOperand(MatrixView view)
        : this(view, null, 0, 0)
    {
    }

    private RightOperand(MatrixView view, float* packed, int packedColumns, int firstColumn)
    {
        View = view;
        _packed = packed;
        (_packedColumns, _firstColumn) = (packedColumns, firstColumn);
    }

    /// <summary>[K, N]; without data when packed.</summary>
    public MatrixView View { get; }

    /// <summary>Columns from a multiple of the panel's width.</summary>
    public RightOperand Columns(int start, int count) => new(View.Columns(start, count), _packed, _packedColumns, _firstColumn + start);
}
