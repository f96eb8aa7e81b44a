using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity;

/// <summary>Gradients divided by their Euclidean norm.</summary>
internal static class UnitGradients
{
    private const double SmallestNorm = 1e-12;

    /// <summary>Evaluates gradients and divides each by its norm.</summary>
    public static void Evaluate(IGradientSource gradients, int start, int count, Matrix rows, IStageProgress progress, CancellationToken cancellation)
    {
        gradients.Evaluate(start, count, rows, progress, cancellation);
        for (var i = 0; i < count; i++) Normalise(rows.Row(i));
    }

    /// <summary>Divides a vector by its norm, computed in float64; one of norm 0 stays 0.</summary>
    /// <exception cref="InvalidDataException">The norm is not finite.</exception>
    public static void Normalise(Span<float> vector)
    {
        var norm = Norm.Euclidean(vector);
        if (!double.IsFinite(norm))
            throw new InvalidDataException($"A gradient has norm {norm}. The model's weights or activations overflow float32 or hold NaN; check the checkpoint.");
        TensorPrimitives.Multiply(vector, (float)(1 / Math.Max(norm, SmallestNorm)), vector);
    }
}
