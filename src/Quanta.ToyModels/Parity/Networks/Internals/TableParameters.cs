using Quanta.ToyModels.Parity.Internals;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>One copy of a two-layer network's values (parameters, or a moment), in the layout of the fast kernels.</summary>
/// <remarks>Rows of <see cref="Stride"/> floats, one for each input, then one for the hidden bias, then the two output rows; columns beyond the width stay 0.</remarks>
internal sealed unsafe class TableParameters(NetworkShape shape) : IDisposable
{
    /// <summary>Columns are processed in words of this many, a bit of a 32-bit mask each.</summary>
    public const int WordColumns = 32;

    private readonly AlignedBuffer<float> _rows = new((shape.Inputs + 3L) * PaddedWidth(shape.Width));

    public int Stride { get; } = PaddedWidth(shape.Width);

    public float* Inputs => _rows.Data;

    public float* Bias => _rows.Data + (long)shape.Inputs * Stride;

    /// <summary>[2, stride], the weights of logits 0 and 1.</summary>
    public float* Output => Bias + Stride;

    /// <summary>The biases of logits 0 and 1.</summary>
    public float[] OutputBias { get; } = new float[2];

    public Span<float> Row(int input, int firstColumn, int columns) => new(Inputs + (long)input * Stride + firstColumn, columns);

    /// <summary>Reads from PyTorch's order, see <see cref="NetworkState"/>.</summary>
    public void Import(ReadOnlySpan<float> values)
    {
        for (var j = 0; j < shape.Width; j++)
            for (var i = 0; i < shape.Inputs; i++) Inputs[(long)i * Stride + j] = values[j * shape.Inputs + i];
        values = values[(shape.Width * shape.Inputs)..];
        values[..shape.Width].CopyTo(new Span<float>(Bias, shape.Width));
        values = values[shape.Width..];
        values[..shape.Width].CopyTo(new Span<float>(Output, shape.Width));
        values.Slice(shape.Width, shape.Width).CopyTo(new Span<float>(Output + Stride, shape.Width));
        values[(2 * shape.Width)..].CopyTo(OutputBias);
    }

    public float[] Export()
    {
        var values = new float[shape.ParameterCount];
        for (var j = 0; j < shape.Width; j++)
            for (var i = 0; i < shape.Inputs; i++) values[j * shape.Inputs + i] = Inputs[(long)i * Stride + j];
        var rest = values.AsSpan(shape.Width * shape.Inputs);
        new Span<float>(Bias, shape.Width).CopyTo(rest);
        new Span<float>(Output, shape.Width).CopyTo(rest[shape.Width..]);
        new Span<float>(Output + Stride, shape.Width).CopyTo(rest[(2 * shape.Width)..]);
        OutputBias.CopyTo(rest[(3 * shape.Width)..]);
        return values;
    }

    public void Dispose() => _rows.Dispose();

    private static int PaddedWidth(int width) => (width + WordColumns - 1) / WordColumns * WordColumns;
}
