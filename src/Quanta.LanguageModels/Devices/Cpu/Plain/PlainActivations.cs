using MathNet.Numerics;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Devices.Cpu.Plain;

/// <summary>The activation functions and their derivatives in float64.</summary>
internal static class PlainActivations
{
    private static readonly double TanhScale = Math.Sqrt(2 / Math.PI);
    private const double Cubic = 0.044715;

    /// <summary>f(x) and f'(x).</summary>
    public static (double Value, double Slope) Evaluate(ActivationFunction function, double x) => function switch
    {
        ActivationFunction.Exact => Exact(x),
        ActivationFunction.Tanh => Tanh(x),
        ActivationFunction.Relu => double.IsNaN(x) ? (x, x) : x > 0 ? (x, 1) : (0, 0),
        ActivationFunction.Silu => Silu(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    private static (double Value, double Slope) Exact(double x)
    {
        var probability = 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
        return (x * probability, probability + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
    }

    private static (double Value, double Slope) Tanh(double x)
    {
        var tanh = Math.Tanh(TanhScale * (x + Cubic * x * x * x));
        var slope = TanhScale * (1 + 3 * Cubic * x * x);
        return (0.5 * x * (1 + tanh), 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * slope);
    }

    private static (double Value, double Slope) Silu(double x)
    {
        var sigmoid = 1 / (1 + Math.Exp(-x));
        return (x * sigmoid, sigmoid + x * sigmoid * (1 - sigmoid));
    }
}
