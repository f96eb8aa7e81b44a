using System.Numerics.Tensors;
using Quanta.Numerics.Matrices;

namespace Quanta.Discovery.Similarity.Vectors;

/// <summary>Vectors divided by their Euclidean norm.</summary>
internal static class UnitVectors
{
    private const double SmallestNorm = 1e-12;

    /// <summary>Evaluates vectors and divides each by its norm, computed in float64; one of norm 0 stays 0.</summary>
    /// <exception cref="InvalidDataException">A norm is not finite.</exception>
    public static void Evaluate(ITokenVectors vectors, int start, int count, Matrix rows, int threads, IStageProgress progress, CancellationToken cancellation)
    {
        vectors.Evaluate(start, count, rows, progress, cancellation);
        var norms = new double[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => norms[i] = Normalise(rows.Row(i)));
        if (norms.FirstOrDefault(norm => !double.IsFinite(norm)) is var bad and not 0)
            throw new InvalidDataException($"One of the {vectors.Kind} has norm {bad}. The model's weights or activations overflow float32 or hold NaN; check the checkpoint.");
    }

    /// <summary>Divides a vector by its norm and returns the norm.</summary>
    public static double Normalise(Span<float> vector)
    {
        var norm = Norm.Euclidean(vector);
        TensorPrimitives.Multiply(vector, (float)(1 / Math.Max(norm, SmallestNorm)), vector);
        return norm;
    }
}
