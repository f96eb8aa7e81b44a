using System.Runtime.Intrinsics;
using Quanta.Numerics.Matrices;
using Quanta.Numerics.Processors;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The work of one thread on matrices, compiled for one instruction set.</summary>
internal abstract class MatrixKernels
{
    public static MatrixKernels Of(InstructionSet instructions) => instructions switch
    {
        InstructionSet.Avx512 => new VectorKernels<Vector512<float>, Avx512Lanes>(),
        InstructionSet.Avx2 => new VectorKernels<Vector256<float>, Avx2Lanes>(),
        _ => new VectorKernels<Vector128<float>, PortableLanes>(),
    };

    /// <summary>Floats in a vector.</summary>
    public abstract int Width { get; }

    /// <summary>Columns of a wide panel: pieces of C should start at a multiple.</summary>
    public int PanelColumns => 2 * Width;

    /// <summary>C = A B or C += A B for the elements (i, j) with j &lt;= i + <paramref name="diagonal"/>; others may be written, too.</summary>
    public abstract void Multiply(MatrixView a, RightOperand b, MatrixView c, bool accumulate, long diagonal);

    /// <summary>B as <see cref="RightOperand"/> describes it.</summary>
    public abstract Matrix Pack(MatrixView b);

    /// <summary>Copies the lower triangle of the square C to the upper.</summary>
    public abstract void MirrorLower(MatrixView c);
}
