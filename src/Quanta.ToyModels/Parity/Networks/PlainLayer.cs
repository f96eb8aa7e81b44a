using System.Numerics.Tensors;
using Quanta.Numerics.Optimisation;

namespace Quanta.ToyModels.Parity.Networks;

/// <summary>A linear layer with its gradients and moments. Weights lie input by input, [inputs, outputs], and the bias is the last row.</summary>
internal sealed class PlainLayer(int inputs, int outputs)
{
    private readonly float[] _weights = new float[(inputs + 1) * outputs];
    private readonly float[] _gradients = new float[(inputs + 1) * outputs];
    private readonly float[] _first = new float[(inputs + 1) * outputs];
    private readonly float[] _second = new float[(inputs + 1) * outputs];

    public int Outputs => outputs;

    public void ClearGradients() => Array.Clear(_gradients);

    /// <summary>z = b + sum of the rows of the inputs that are 1.</summary>
    public void ForwardFromActive(List<int> active, Span<float> z)
    {
        Row(_weights, inputs).CopyTo(z);
        foreach (var input in active) TensorPrimitives.Add(z, Row(_weights, input), z);
    }

    public void Forward(ReadOnlySpan<float> x, Span<float> z)
    {
        Row(_weights, inputs).CopyTo(z);
        for (var i = 0; i < inputs; i++) TensorPrimitives.MultiplyAdd(Row(_weights, i), x[i], z, z);
    }

    /// <summary>Adds x delta^T to the gradients and sets dx = W delta.</summary>
    public void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> delta, Span<float> dx)
    {
        for (var i = 0; i < inputs; i++)
        {
            dx[i] = TensorPrimitives.Dot(Row(_weights, i), delta);
            TensorPrimitives.MultiplyAdd(delta, x[i], Row(_gradients, i), Row(_gradients, i));
        }
        TensorPrimitives.Add(Row(_gradients, inputs), delta, Row(_gradients, inputs));
    }

    public void BackwardToActive(List<int> active, ReadOnlySpan<float> delta)
    {
        foreach (var input in active) TensorPrimitives.Add(Row(_gradients, input), delta, Row(_gradients, input));
        TensorPrimitives.Add(Row(_gradients, inputs), delta, Row(_gradients, inputs));
    }

    public void Update(in AdamW.Coefficients coefficients)
    {
        for (var i = 0; i < _weights.Length; i++) AdamW.UpdateOne(coefficients, ref _weights[i], ref _first[i], ref _second[i], _gradients[i]);
    }

    public void Export(NetworkState state, ref int next)
    {
        Transpose(_weights, state.Parameters.AsSpan(next));
        Transpose(_first, state.FirstMoments.AsSpan(next));
        Transpose(_second, state.SecondMoments.AsSpan(next));
        next += _weights.Length;
    }

    public void ExportGradients(Span<float> gradient, ref int next)
    {
        Transpose(_gradients, gradient[next..]);
        next += _gradients.Length;
    }

    public void Import(NetworkState state, ref int next)
    {
        TransposeBack(state.Parameters.AsSpan(next), _weights);
        TransposeBack(state.FirstMoments.AsSpan(next), _first);
        TransposeBack(state.SecondMoments.AsSpan(next), _second);
        next += _weights.Length;
    }

    private Span<float> Row(float[] values, int input) => values.AsSpan(input * outputs, outputs);

    /// <summary>From ours, [inputs + 1, outputs], to PyTorch's: weight [outputs, inputs], then bias [outputs].</summary>
    private void Transpose(float[] ours, Span<float> theirs)
    {
        for (var i = 0; i <= inputs; i++)
            for (var o = 0; o < outputs; o++) theirs[Place(i, o)] = ours[i * outputs + o];
    }

    private void TransposeBack(ReadOnlySpan<float> theirs, float[] ours)
    {
        for (var i = 0; i <= inputs; i++)
            for (var o = 0; o < outputs; o++) ours[i * outputs + o] = theirs[Place(i, o)];
    }

    private int Place(int input, int output) => input == inputs ? inputs * outputs + output : output * inputs + input;
}
