using System.Numerics.Tensors;
using Quanta.Numerics.Optimisation;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Networks;

/// <summary>The network as its definition reads, one row at a time, for any depth and activation: the oracle of the fast implementation.</summary>
/// <remarks>Multiplying by inputs in {0, 1} is adding the rows of the inputs that are 1. Products in float32, gradients accumulated in float32 row after row.</remarks>
internal sealed class PlainNetwork : IParityNetwork
{
    private readonly ParityTask _task;
    private readonly AdamW _optimizer;
    private readonly PlainLayer[] _layers;
    private readonly float[][] _activations;
    private readonly float[][] _deltas;
    private readonly List<int> _active = [];
    private long _step;

    public PlainNetwork(ParityTask task, NetworkShape shape, AdamW optimizer)
    {
        shape.Check();
        (_task, Shape, _optimizer) = (task, shape, optimizer);
        _layers = [.. shape.Layers.Select(layer => new PlainLayer(layer.Inputs, layer.Outputs))];
        _activations = [.. _layers.Select(layer => new float[layer.Outputs])];
        _deltas = [.. _layers.Select(layer => new float[layer.Outputs])];
    }

    public NetworkShape Shape { get; }

    public double TrainOnBatch(BitRows batch)
    {
        if (batch.Count == 0) return double.NaN;
        foreach (var layer in _layers) layer.ClearGradients();
        var total = 0.0;
        for (var row = 0; row < batch.Count; row++)
        {
            var margin = Forward(batch, row);
            total += CrossEntropy.Loss(margin);
            Backward(batch.Labels[row], CrossEntropy.Slope(margin) / batch.Count);
        }
        var coefficients = _optimizer.At(++_step);
        foreach (var layer in _layers) layer.Update(coefficients);
        return total / batch.Count;
    }

    public void Margins(BitRows rows, Span<float> margins)
    {
        for (var row = 0; row < rows.Count; row++) margins[row] = Forward(rows, row);
    }

    /// <summary>The gradient of one row's loss, [P], in the order of <see cref="NetworkState"/>.</summary>
    public void Gradient(BitRows rows, int row, Span<float> gradient)
    {
        foreach (var layer in _layers) layer.ClearGradients();
        var margin = Forward(rows, row);
        Backward(rows.Labels[row], CrossEntropy.Slope(margin));
        var next = 0;
        foreach (var layer in _layers) layer.ExportGradients(gradient, ref next);
    }

    public NetworkState Save()
    {
        var state = new NetworkState(new float[Shape.ParameterCount], new float[Shape.ParameterCount], new float[Shape.ParameterCount], _step);
        var next = 0;
        foreach (var layer in _layers) layer.Export(state, ref next);
        return state;
    }

    public void Load(NetworkState state)
    {
        state.CheckFits(Shape);
        var next = 0;
        foreach (var layer in _layers) layer.Import(state, ref next);
        _step = state.Step;
    }

    public void Dispose() { }

    /// <summary>Sets the activations of a row and returns its margin.</summary>
    private float Forward(BitRows rows, int row)
    {
        ActiveInputs(rows, row);
        _layers[0].ForwardFromActive(_active, _activations[0]);
        for (var l = 1; l < _layers.Length; l++)
        {
            Activations.Apply(Shape.Activation, _activations[l - 1]);
            _layers[l].Forward(_activations[l - 1], _activations[l]);
        }
        var logits = _activations[^1];
        return rows.Labels[row] == 1 ? logits[1] - logits[0] : logits[0] - logits[1];
    }

    /// <summary>Adds one row's gradients. <paramref name="slope"/> is the derivative of its loss by its margin.</summary>
    private void Backward(int label, float slope)
    {
        (_deltas[^1][label], _deltas[^1][1 - label]) = (slope, -slope);
        for (var l = _layers.Length - 1; l > 0; l--)
        {
            _layers[l].Backward(_activations[l - 1], _deltas[l], _deltas[l - 1]);
            Activations.ScaleByDerivative(Shape.Activation, _activations[l - 1], _deltas[l - 1]);
        }
        _layers[0].BackwardToActive(_active, _deltas[0]);
    }

    private void ActiveInputs(BitRows rows, int row)
    {
        _active.Clear();
        foreach (var control in _task.Controls(rows.SubtaskOf[row])) _active.Add(control);
        for (var bit = 0; bit < _task.Bits; bit++)
            if (rows.Bit(row, bit)) _active.Add(_task.ControlBits + bit);
    }
}

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
