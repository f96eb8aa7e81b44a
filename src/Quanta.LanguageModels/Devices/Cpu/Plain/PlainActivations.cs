using MathNet.Numerics;
using Quanta.LanguageModels.Decoders;
using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Matrices;

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

/// <summary>The cross-entropy of capped logits, and its gradient, in float64.</summary>
internal static class PlainCrossEntropy
{
    public static unsafe float Loss(MatrixView hidden, int row, MatrixView unembedding, MatrixView bias, float cap, int target)
    {
        var logits = new double[unembedding.RowCount];
        for (var v = 0; v < logits.Length; v++)
        {
            var logit = bias.Data == null ? 0.0 : bias[0, v];
            for (var h = 0; h < hidden.ColumnCount; h++) logit += (double)hidden[row, h] * unembedding[v, h];
            logits[v] = Capped(logit, cap);
        }
        var largest = logits.Max();
        return (float)LossOf(logits.Where((_, v) => v != target).Sum(logit => Math.Exp(logit - largest)), Math.Exp(logits[target] - largest));
    }

    /// <summary>The loss; the logits become its gradient times <paramref name="scale"/>.</summary>
    public static float Gradient(int target, float cap, float scale, Span<float> logits)
    {
        var capped = new double[logits.Length];
        for (var v = 0; v < capped.Length; v++) capped[v] = Capped(logits[v], cap);
        var (largest, others) = (capped.Max(), 0.0);
        for (var v = 0; v < capped.Length; v++) others += v == target ? 0 : Math.Exp(capped[v] - largest);
        var own = Math.Exp(capped[target] - largest);
        for (var v = 0; v < capped.Length; v++)
        {
            var slope = cap > 0 ? 1 - capped[v] / cap * (capped[v] / cap) : 1;
            logits[v] = (float)(scale * slope * (v == target ? -others : Math.Exp(capped[v] - largest)) / (others + own));
        }
        return (float)LossOf(others, own);
    }

    public static double Capped(double logit, float cap) => cap > 0 ? cap * Math.Tanh(logit / cap) : logit;

    /// <summary>-ln of the target's share, given both sides' exponentials.</summary>
    private static double LossOf(double others, double own) => others < own ? Logarithms.OnePlus(others / own) : Math.Log(others + own) - Math.Log(own);
}
