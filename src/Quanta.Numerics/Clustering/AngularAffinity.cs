using System.Numerics.Tensors;
using Quanta.Numerics.DenseAlgebra;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Clustering;

/// <summary>The angular similarity of Michaud et al. 2023, arXiv:2303.13506: A_ij = 1 - arccos(C_ij) / pi, in [0, 1]; orthogonal vectors have
/// 0.5.</summary>
/// <remarks>Differs from the published script: C is clamped to [-1, 1] first, since rounding can otherwise make arccos NaN. NaN stays NaN.</remarks>
public static class AngularAffinity
{
    /// <summary>Replaces cosines by angular similarities, in place.</summary>
    /// <param name="cosines">float32, any shape.</param>
    public static void Apply(Span<float> cosines)
    {
        TensorPrimitives.Clamp(cosines, -1, 1, cosines);
        TensorPrimitives.Acos(cosines, cosines);
        TensorPrimitives.Multiply(cosines, -1 / MathF.PI, cosines);
        TensorPrimitives.Add(cosines, 1, cosines);
    }

    /// <summary>Replaces a whole matrix of cosines, in place.</summary>
    /// <param name="cosines">[any, any], unit column stride.</param>
    /// <param name="threads">The number of threads to use; the result does not depend on it.</param>
    public static void Apply(MatrixView cosines, int threads = 1) =>
        Workers.RunPieces(cosines.RowCount, 16, threads, (start, end) =>
        {
            for (var row = start; row < end; row++) Apply(cosines.RowSpan(row));
        });
}
