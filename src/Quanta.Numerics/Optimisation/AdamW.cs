using System.Numerics;
using System.Runtime.InteropServices;

namespace Quanta.Numerics.Optimisation;

/// <summary>AdamW (Loshchilov and Hutter 2019) with PyTorch's defaults and order of operations, in float32.</summary>
/// <remarks>
/// theta -= lr * decay * theta;  m += (g - m)(1 - beta1);  v = beta2 v + (1 - beta2) g^2;
/// theta -= lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
/// <para>Deviation: a moment below 1e-36 in magnitude becomes 0. A unit that no row activates lets its moments decay into the denormal numbers, which cost over a
/// hundred cycles an operation and, rounding, never reach 0. The update that such a moment causes is below 1e-28 times the learning rate, far under the last bit of
/// any parameter, so no parameter changes.</para></remarks>
public sealed record AdamW(double LearningRate = 1e-3, double WeightDecay = 0)
{
    private const float Negligible = 1e-36f;

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The scalars of step t, the first being 1.</summary>
    public Coefficients At(long t) => new(
        (float)(1 - LearningRate * WeightDecay), (float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2),
        (float)(LearningRate / (1 - Math.Pow(Beta1, t))), (float)Math.Sqrt(1 - Math.Pow(Beta2, t)), (float)Epsilon);

    public readonly record struct Coefficients(float Decay, float Lerp, float Beta2, float OneMinusBeta2, float StepSize, float RootCorrection, float Epsilon);

    /// <summary>The definition, one parameter at a time: the oracle of <see cref="Update"/>.</summary>
    public static void UpdateOne(in Coefficients c, ref float parameter, ref float m, ref float v, float gradient)
    {
        parameter *= c.Decay;
        m += (gradient - m) * c.Lerp;
        v = v * c.Beta2 + c.OneMinusBeta2 * gradient * gradient;
        if (MathF.Abs(m) < Negligible) m = 0;
        if (v < Negligible) v = 0;
        parameter -= c.StepSize * (m / (MathF.Sqrt(v) / c.RootCorrection + c.Epsilon));
    }

    /// <summary>Updates parameters and moments in place. All spans have one length; none overlaps another.</summary>
    public static void Update(in Coefficients c, Span<float> parameters, Span<float> m, Span<float> v, ReadOnlySpan<float> gradients)
    {
        var vectorised = 0;
        var pv = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        var mv = MemoryMarshal.Cast<float, Vector<float>>(m);
        var vv = MemoryMarshal.Cast<float, Vector<float>>(v);
        var gv = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var (negligible, epsilon) = (new Vector<float>(Negligible), new Vector<float>(c.Epsilon));
        for (var i = 0; i < pv.Length; i++)
        {
            var g = gv[i];
            var mean = mv[i] + (g - mv[i]) * c.Lerp;
            var square = vv[i] * c.Beta2 + c.OneMinusBeta2 * g * g;
            mean = Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(mean), negligible), Vector<float>.Zero, mean);
            square = Vector.ConditionalSelect(Vector.LessThan(square, negligible), Vector<float>.Zero, square);
            (mv[i], vv[i]) = (mean, square);
            pv[i] = pv[i] * c.Decay - c.StepSize * (mean / (Vector.SquareRoot(square) / c.RootCorrection + epsilon));
            vectorised += Vector<float>.Count;
        }
        for (var i = vectorised; i < parameters.Length; i++) UpdateOne(c, ref parameters[i], ref m[i], ref v[i], gradients[i]);
    }
}
