using Quanta.LanguageModels.Decoders;
using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Tests.Devices;

/// <summary>Every backward operation of the oracle against finite differences of its forward operation. (The other devices are compared with the oracle.)</summary>
/// <remarks>The scalar that is differentiated is the forward result weighted by random numbers, which are then the gradient that goes backward.</remarks>
public sealed class OperationGradientTests : IDisposable
{
    private const double Tolerance = 1e-4;
    private const string Because = "finite differences of float32 values: 2e-6 a value of order 1, for about 100 values";

    private readonly Sandbox _box = new(DeviceCases.Oracle);

    [Fact]
    public void Layer_norm()
    {
        var (input, weight, bias) = (_box.Random(3, 10), _box.Random(1, 10), _box.Random(1, 10));
        var (output, statistics, scratch, gradient) = (_box.Empty(3, 10), _box.Empty(3, 2), _box.Empty(3, 2), _box.Random(3, 10));
        void Forward(DeviceMatrix into) => _box.Operations.Norm(NormForm.Layer, input, weight, bias, 1e-5f, output, into);
        Forward(statistics);
        var (inputGradient, weightGradient, biasGradient) = (_box.Empty(3, 10), _box.Empty(1, 10), _box.Empty(1, 10));
        _box.Operations.NormInputGradient(NormForm.Layer, gradient, input, statistics, weight, StackedRows.Documents([3]), inputGradient, accumulate: false);
        var rows = StackedRows.Documents([3]);
        _box.Operations.OfParameters.NormWeight(gradient, input, statistics, rows, DeviceMatrices.Of(weightGradient));
        _box.Operations.OfParameters.Bias(gradient, rows, DeviceMatrices.Of(biasGradient));
        Check(input, inputGradient, () => Forward(scratch), output, gradient);
        Check(weight, weightGradient, () => Forward(scratch), output, gradient);
        Check(bias, biasGradient, () => Forward(scratch), output, gradient);
    }

    [Fact]
    public void Linear()
    {
        var (input, weight, bias, output, gradient) = (_box.Random(3, 5), _box.Random(4, 5), _box.Random(1, 4), _box.Empty(3, 4), _box.Random(3, 4));
        void Forward() => _box.Operations.Linear(input, weight, bias, output);
        var (inputGradient, weightGradient, biasGradient) = (_box.Empty(3, 5), _box.Empty(4, 5), _box.Empty(1, 4));
        _box.Operations.LinearInputGradient(gradient, weight, inputGradient);
        var rows = StackedRows.Documents([3]);
        _box.Operations.OfParameters.LinearWeight(gradient, input, rows, DeviceMatrices.Of(weightGradient));
        _box.Operations.OfParameters.Bias(gradient, rows, DeviceMatrices.Of(biasGradient));
        Check(input, inputGradient, Forward, output, gradient);
        Check(weight, weightGradient, Forward, output, gradient);
        Check(bias, biasGradient, Forward, output, gradient);
    }

    [Theory, InlineData(ActivationFunction.Exact), InlineData(ActivationFunction.Tanh)]
    public void Gelu(ActivationFunction form)
    {
        var (input, output, slope, gradient) = (_box.Random(4, 20, 2), _box.Empty(4, 20), _box.Empty(4, 20), _box.Random(4, 20));
        _box.Operations.Activate(form, input, output, slope);
        var inputGradient = _box.Of(4, 20, _box.Values(gradient));
        _box.Operations.ActivationGradient(slope, StackedRows.Documents([4]), inputGradient, inputGradient);
        Check(input, inputGradient, () => _box.Operations.Activate(form, input, output, default), output, gradient);
    }

    [Theory, InlineData(0), InlineData(2), InlineData(4), InlineData(8)]
    public void Attention(int rotaryDimensions)
    {
        var (shape, documents) = (_box.Attention(2, 8, rotaryDimensions), StackedRows.Documents([4, 6]));
        var (projections, output, normalisers, gradient) = (_box.Random(10, 48), _box.Empty(10, 16), _box.Empty(10, 2), _box.Random(10, 16));
        void Forward() => _box.Operations.Attention(projections, shape, documents, output, normalisers);
        Forward();
        var projectionGradient = _box.Empty(10, 48);
        _box.Operations.AttentionGradient(gradient, projections, shape, documents, output, normalisers, projectionGradient);
        Check(projections, projectionGradient, Forward, output, gradient);
    }

    [Fact]
    public void Cross_entropy()
    {
        var (hidden, unembedding, losses) = (_box.Random(4, 6), _box.Random(9, 6), _box.Empty(4, 1));
        int[] targets = [8, 0, 3, 3];
        var (logits, hiddenGradient) = (_box.Empty(4, 9), _box.Empty(4, 6));
        _box.Operations.Linear(hidden, unembedding, default, logits);
        _box.Operations.CrossEntropyGradient(targets, cap: 0, scale: 1, logits, losses: default);
        _box.Operations.LinearInputGradient(logits, unembedding, hiddenGradient);
        Check(hidden, hiddenGradient, () => _box.Operations.CrossEntropy(hidden, new(unembedding, default, Cap: 0), targets, losses), losses, _box.Of(4, 1, [1, 1, 1, 1]));
    }

    [Fact]
    public void Embedding()
    {
        int[] tokens = [2, 0, 2, 1];
        var (table, output, gradient, tableGradient) = (_box.Random(4, 3), _box.Empty(4, 3), _box.Random(4, 3), _box.Empty(4, 3));
        _box.Operations.Clear(tableGradient);
        _box.Operations.OfParameters.Embedding(tokens, gradient, scale: 1, StackedRows.Documents([4]), DeviceMatrices.Of(tableGradient));
        Check(table, tableGradient, () => _box.Operations.Embed(tokens, table, scale: 1, output), output, gradient);
    }

    public void Dispose() => _box.Dispose();

    /// <summary>Compares a gradient, value by value, with differences of the weighted output.</summary>
    private void Check(DeviceMatrix input, DeviceMatrix inputGradient, Action forward, DeviceMatrix output, DeviceMatrix outputGradient)
    {
        var (values, expected, weights) = (_box.Values(input), _box.Values(inputGradient), _box.Values(outputGradient));
        for (var i = 0; i < values.Length; i++)
        {
            var derivative = FiniteDifference.Derivative(step =>
            {
                var moved = values.ToArray();
                moved[i] += (float)step;
                _box.Device.Upload(moved, input);
                forward();
                return _box.Values(output).Zip(weights, (y, w) => (double)y * w).Sum();
            });
            Expect.Near(derivative, expected[i], Tolerance * Math.Max(1, Math.Abs(derivative)), Because);
        }
        _box.Device.Upload(values, input);
        forward();
    }
}
