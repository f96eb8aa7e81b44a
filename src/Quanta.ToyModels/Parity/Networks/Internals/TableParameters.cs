using Quanta.ToyModels.Parity.Internals;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>One copy of a two-layer network's values (parameters, or a moment), in the layout of the fast kernels.</summary>
/// <remarks>A word of 32 hidden units after the other. A word has rows of 32 floats: its bias, one for each input, the two output rows. Units beyond the width stay 0.</remarks>
internal sealed unsafe class TableParameters : IDisposable
{
    private const int WordUnits = TableKernels.WordUnits;
    private readonly NetworkShape _shape;
    private readonly long _wordFloats;
    private readonly AlignedBuffer<float> _values;

    public TableParameters(NetworkShape shape)
    {
        _shape = shape;
        Words = (shape.Width + WordUnits - 1) / WordUnits;
        _wordFloats = (shape.Inputs + 3L) * WordUnits;
        _values = new AlignedBuffer<float>(Words * _wordFloats);
    }

    /// <summary>Words of 32 hidden units.</summary>
    public int Words { get; }

    /// <summary>The biases of logits 0 and 1.</summary>
    public float[] OutputBias { get; } = new float[2];

    /// <summary>[32], the biases of a word's units.</summary>
    public float* Bias(int word) => _values.Data + word * _wordFloats;

    /// <summary>[inputs, 32], a word's weights from <paramref name="input"/> on.</summary>
    public float* Inputs(int word, int input = 0) => Bias(word) + (1L + input) * WordUnits;

    /// <summary>[32], a word's weights to logit 0 or 1.</summary>
    public float* Output(int word, int logit) => Inputs(word, _shape.Inputs + logit);

    /// <summary>Reads from PyTorch's order, see <see cref="NetworkState"/>.</summary>
    public void Import(ReadOnlySpan<float> values)
    {
        var (inputs, width) = (_shape.Inputs, _shape.Width);
        var bias = values[(inputs * width)..];
        var output = bias[width..];
        for (var j = 0; j < width; j++)
        {
            for (var i = 0; i < inputs; i++) Inputs(j / WordUnits, i)[j % WordUnits] = values[j * inputs + i];
            Bias(j / WordUnits)[j % WordUnits] = bias[j];
            for (var logit = 0; logit < 2; logit++) Output(j / WordUnits, logit)[j % WordUnits] = output[logit * width + j];
        }
        output[(2 * width)..].CopyTo(OutputBias);
    }

    public float[] Export()
    {
        var values = new float[_shape.ParameterCount];
        var (inputs, width) = (_shape.Inputs, _shape.Width);
        var bias = values.AsSpan(inputs * width);
        var output = bias[width..];
        for (var j = 0; j < width; j++)
        {
            for (var i = 0; i < inputs; i++) values[j * inputs + i] = Inputs(j / WordUnits, i)[j % WordUnits];
            bias[j] = Bias(j / WordUnits)[j % WordUnits];
            for (var logit = 0; logit < 2; logit++) output[logit * width + j] = Output(j / WordUnits, logit)[j % WordUnits];
        }
        OutputBias.CopyTo(output[(2 * width)..]);
        return values;
    }

    public void Dispose() => _values.Dispose();
}
