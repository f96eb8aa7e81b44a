using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Similarity.Exact;

/// <summary>Tiles of cosines of unit vectors, in host memory.</summary>
internal sealed class CosineTiles(IVectorOperations operations)
{
    private readonly double[] _sums = new double[IVectorOperations.LargestTile * IVectorOperations.LargestTile];
    private readonly float[] _tile = new float[IVectorOperations.LargestTile * IVectorOperations.LargestTile];

    /// <summary>The cosines of each vector of a with each of b: within [-1, 1] and 1 on the diagonal, which rounding may miss.</summary>
    /// <returns>[a, b], row-major, valid until the next call.</returns>
    public ReadOnlySpan<float> Compute(VectorRange a, VectorRange b, bool absolute)
    {
        var sums = _sums.AsSpan(0, a.Count * b.Count);
        operations.Products(a, b, absolute, sums);
        var tile = _tile.AsSpan(0, sums.Length);
        for (var k = 0; k < tile.Length; k++) tile[k] = Math.Clamp((float)sums[k], -1, 1);
        if (a == b)
            for (var k = 0; k < a.Count; k++) tile[k * a.Count + k] = 1;
        return tile;
    }
}
