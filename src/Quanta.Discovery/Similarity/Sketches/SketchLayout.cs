using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Quanta.Discovery.Similarity.Tiles;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>How one stored row holds a unit sketch and the exact cosines with the audited vectors: in float32 places, of which a sketch of float16 entries
/// takes half as many.</summary>
internal sealed class SketchLayout(int dimensions, bool halfPrecision, int audited)
{
    private readonly int _sketchPlaces = halfPrecision ? (dimensions + 1) / 2 : dimensions;

    /// <summary>Float32 places of a row.</summary>
    public int RowLength => _sketchPlaces + audited;

    public void Write(ReadOnlySpan<float> sketch, ReadOnlySpan<float> cosines, Span<float> row)
    {
        if (!halfPrecision) sketch.CopyTo(row);
        else TensorPrimitives.ConvertToHalf(sketch, MemoryMarshal.Cast<float, Half>(row)[..dimensions]);
        cosines.CopyTo(row[_sketchPlaces..]);
    }

    public ILongRows Sketches(Matrix rows) => halfPrecision ? new HalfRows(rows, dimensions) : new FloatRows(rows.View.Columns(0, dimensions));

    public MatrixView Cosines(Matrix rows) => rows.View.Columns(_sketchPlaces, audited);
}
