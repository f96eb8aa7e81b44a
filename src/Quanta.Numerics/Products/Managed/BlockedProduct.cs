using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>The product of one thread, blocked for the caches.</summary>
internal abstract class BlockedProduct
{
    /// <summary>Products that are summed in registers before they are added to C: part of the definition of every element's bits.</summary>
    /// <remarks>A narrow panel of this depth fills half of a first-level cache of 32 KB.</remarks>
    public const int Depth = 384;

    /// <summary>Columns of C that a piece of work should be a multiple of.</summary>
    public abstract int ColumnStep { get; }

    /// <summary>C = A B or C += A B, for the elements (i, j) with j &lt;= i + <paramref name="diagonal"/>; others may be written with what they would be.</summary>
    public abstract void Multiply(MatrixView a, MatrixView b, MatrixView c, bool accumulate, long diagonal);
}
