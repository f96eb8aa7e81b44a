using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Eigenvectors.Internals;

/// <summary>A symmetric matrix as far as the eigensolvers need it.</summary>
internal interface ISymmetricOperator
{
    /// <summary>n: rows and columns.</summary>
    int Size { get; }

    /// <summary>Writes A X to Y, both [n, any] with unit column stride.</summary>
    void Apply(MatrixView x, MatrixView y);

    /// <summary>Writes the lower triangle of A to <paramref name="target"/> [n, n].</summary>
    void CopyTo(DoubleMatrix target);
}
