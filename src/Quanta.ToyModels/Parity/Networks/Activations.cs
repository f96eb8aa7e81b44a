using System.Numerics.Tensors;

namespace Quanta.ToyModels.Parity.Networks;

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
