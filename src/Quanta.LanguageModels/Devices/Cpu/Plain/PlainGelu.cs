using MathNet.Numerics;

namespace Quanta.LanguageModels.Devices.Cpu.Plain;

/// <summary>GELU and its derivative in float64.</summary>
internal static class PlainGelu
{
    private static readonly double TanhScale = Math.Sqrt(2 / Math.PI);
    private const double Cubic = 0.044715;

    /// <summary>gelu(x) and gelu'(x).</summary>
    public static (double Value, double Derivative) Evaluate(double x, GeluForm form)
    {
        if (form == GeluForm.Exact)
        {
            var probability = 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
            return (x * probability, probability + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
        }
        var tanh = Math.Tanh(TanhScale * (x + Cubic * x * x * x));
        var slope = TanhScale * (1 + 3 * Cubic * x * x);
        return (0.5 * x * (1 + tanh), 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * slope);
    }
}
