using Quanta.LanguageModels.Gradients;
using Quanta.Numerics.Sketches;

namespace Quanta.LanguageModels.Devices;

/// <summary>What a similarity does with vectors - gradients, activations, sketches - where they lie: only norms and tiles of inner products come down.</summary>
/// <remarks>One instance for each caller at a time. What it returns depends, bit for bit, only on the vectors concerned, not on what stands beside them nor on threads,
/// with a matrix product that promises the same.</remarks>
public interface IVectorOperations : IDisposable
{
    /// <summary>The most vectors on each side of a tile of <see cref="Products"/>.</summary>
    const int LargestTile = 1024;

    /// <summary>Sets every entry to 0.</summary>
    void Clear(VectorRange vectors);

    /// <summary>Divides each vector by its Euclidean norm, summed in float64; one whose norm is 0 or no number stays as it is.</summary>
    /// <param name="vectors">[n], changed.</param>
    /// <param name="norms">[n]: out, of any size that float32 vectors can have.</param>
    void Normalise(VectorRange vectors, Span<double> norms);

    /// <summary>Entries whose absolute value is below the threshold become 0.</summary>
    void Sparsify(VectorRange vectors, float threshold);

    /// <summary>Multiplies each of several matrices by a factor.</summary>
    /// <param name="values">Changed.</param>
    /// <param name="factors">One each.</param>
    void Scale(DeviceMatrices values, ReadOnlySpan<double> factors);

    /// <summary>sums += scale * addends, entry by entry.</summary>
    /// <param name="addends">[n].</param>
    /// <param name="scale">Within the range of float32.</param>
    /// <param name="sums">[n] of the same length, changed.</param>
    void AddScaled(VectorRange addends, double scale, VectorRange sums);

    /// <summary>Inner products of each vector of a with each of b: float32 within slices of the vectors, float64 over the slices. Unit vectors never leave the range of float32.</summary>
    /// <param name="a">[m], at most <see cref="LargestTile"/>.</param>
    /// <param name="b">[n], equally long and at most as many.</param>
    /// <param name="absolute">Of the absolute values of their entries.</param>
    /// <param name="sums">[m, n], row-major: out; symmetric, bit for bit, where a is b.</param>
    void Products(VectorRange a, VectorRange b, bool absolute, Span<double> sums);

    /// <summary>The Euclidean norm of each of several matrices, as <see cref="Normalise"/> has it.</summary>
    void Norms(DeviceMatrices values, Span<double> norms);

    /// <summary>Adds pieces of vectors to their count-sketches.</summary>
    /// <param name="sketch">The sketch.</param>
    /// <param name="offset">The place in the vectors of the pieces' first entries.</param>
    /// <param name="pieces">One for each sketch.</param>
    /// <param name="sketches">[1, m] each, changed.</param>
    void AddToSketches(CountSketch sketch, long offset, DeviceMatrices pieces, DeviceMatrices sketches);

    /// <summary>Adds gradients of a linear map's weight, which need not be formed, to their tensor sketches.</summary>
    /// <param name="sketch">The sketch.</param>
    /// <param name="factors">What the gradients are sums of products of; each is added to the vector of its prediction's number.</param>
    /// <param name="sketches">[predictions, all dimensions], changed.</param>
    /// <param name="column">Where the sketch begins in them.</param>
    void AddToSketches(TensorSketch sketch, LinearFactors factors, DeviceVectors sketches, int column);

    /// <summary>Adds what predictions read by attention: over the rows of each but the document's first position, the input times the norm of the gradient of what was read there.</summary>
    /// <param name="factors">Of a layer's projections: the gradients of queries, keys and values, and the attention's input, [T, H].</param>
    /// <param name="heads">Where the values lie among the projections.</param>
    /// <param name="sums">[1, H] each, one a segment, changed.</param>
    void AddReads(LinearFactors factors, AttentionShape heads, DeviceMatrices sums);
}
