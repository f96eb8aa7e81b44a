using System.Numerics.Tensors;

namespace Quanta.ToyModels.Parity.Networks;

/// <summary>The nonlinearity of the hidden layers.</summary>
public enum Activation
{
    ReLU,
    Tanh,
    Sigmoid,
}

/// <summary>A multilayer perceptron: depth - 1 hidden layers of one width, each with an activation, then two logits. Biases everywhere.</summary>
/// <param name="Inputs">Control bits and data bits.</param>
/// <param name="Width">Units of every hidden layer.</param>
/// <param name="Depth">Linear layers in all, at least 2: the published depth 1 has no output layer and is refused.</param>
/// <param name="Activation">After every layer but the last.</param>
public sealed record NetworkShape(int Inputs, int Width, int Depth = 2, Activation Activation = Activation.ReLU)
{
    /// <summary>The layers' (inputs, outputs), first to last.</summary>
    public IReadOnlyList<(int Inputs, int Outputs)> Layers =>
        [(Inputs, Width), .. Enumerable.Repeat((Width, Width), Depth - 2), (Width, 2)];

    /// <summary>P. For depth 2: width * (inputs + 3) + 2.</summary>
    public long ParameterCount => Layers.Sum(layer => (layer.Inputs + 1L) * layer.Outputs);

    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public void Check()
    {
        if (Inputs < 1) throw new ArgumentException($"A network needs at least 1 input, but has {Inputs}.");
        if (Width < 1) throw new ArgumentException($"The width must be at least 1, but is {Width}.");
        if (Depth < 2) throw new ArgumentException($"The depth must be at least 2 (one hidden layer and the output), but is {Depth}.");
        if (ParameterCount > Array.MaxLength) throw new ArgumentException($"A network of {ParameterCount} parameters is too large: the most is {Array.MaxLength}.");
    }
}

internal static class Activations
{
    /// <summary>values = f(values). NaN stays NaN.</summary>
    public static void Apply(Activation activation, Span<float> values)
    {
        switch (activation)
        {
            case Activation.ReLU: TensorPrimitives.Max(values, 0f, values); break;
            case Activation.Tanh: TensorPrimitives.Tanh(values, values); break;
            case Activation.Sigmoid: TensorPrimitives.Sigmoid(values, values); break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation must be ReLU, Tanh or Sigmoid.");
        }
    }

    /// <summary>deltas *= f'(z), written by the outputs y = f(z): 1 where y is not 0, 1 - y^2, y (1 - y).</summary>
    public static void ScaleByDerivative(Activation activation, ReadOnlySpan<float> outputs, Span<float> deltas)
    {
        for (var i = 0; i < deltas.Length; i++)
        {
            var y = outputs[i];
            deltas[i] *= activation switch
            {
                Activation.ReLU => y == 0 ? 0 : 1,
                Activation.Tanh => 1 - y * y,
                _ => y * (1 - y),
            };
        }
    }
}
