namespace Quanta.Numerics.Products.Managed;

/// <summary>Columns of B ready for the register blocks: packed, or B itself where its rows are contiguous.</summary>
/// <param name="first">The first row of the first panel.</param>
/// <param name="panelStride">Floats from one panel to the next.</param>
/// <param name="rowStride">Floats from one row of a panel to the next.</param>
internal readonly unsafe ref struct WidePanels(float* first, nint panelStride, nint rowStride)
{
    public nint RowStride { get; } = rowStride;

    public float* Panel(int index) => first + index * panelStride;
}
