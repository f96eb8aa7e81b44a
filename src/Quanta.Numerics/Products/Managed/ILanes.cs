namespace Quanta.Numerics.Products.Managed;

/// <summary>The vector instructions of one instruction set, and the block sizes that suit the machines which have it.</summary>
/// <remarks>A fused multiply-add rounds once and alike on every machine, so the bits of a product do not depend on the instruction set.</remarks>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Width { get; }

    /// <summary>Most rows of C whose sums, two vectors each, fit in the registers beside two vectors of B and one of A.</summary>
    static abstract int MaximumRows { get; }

    /// <summary>Floats of B that stay in the second-level cache while the rows of A pass by.</summary>
    static abstract int BlockFloats { get; }

    /// <summary>Whether the innermost loop has room for instructions that fetch B ahead even with <see cref="MaximumRows"/>.</summary>
    static abstract bool FetchesAhead { get; }

    static abstract TVector Load(float* source);

    static abstract TVector Broadcast(float* source);

    static abstract void Store(float* destination, TVector value);

    static abstract TVector Add(TVector left, TVector right);

    /// <summary><c>left * right + addend</c>, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>Hints that the cache line at <paramref name="address"/> is needed soon.</summary>
    static abstract void Prefetch(float* address);

    /// <summary>Writes the transpose of a block of <see cref="Width"/> x <see cref="Width"/>: line i at <c>lines[i]</c> becomes column i.
    /// The rows are stored in ascending order, each whole, so that rows closer than a vector overwrite the surplus of the one before.</summary>
    static abstract void Transpose(float** lines, float* destination, nint destinationStride);
}
