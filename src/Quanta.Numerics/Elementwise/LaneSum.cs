using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Quanta.Numerics.Elementwise;

/// <summary>A sum of float32 lanes accumulated in float64, in an order that depends on the number of elements alone.</summary>
public struct LaneSum
{
    private Vector256<double> _lower, _upper;

    /// <summary>Adds eight values, each to its lane's sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<float> lanes)
    {
        var (lower, upper) = Vector256.Widen(lanes);
        _lower += lower;
        _upper += upper;
    }

    /// <summary>The sum over all lanes.</summary>
    public readonly double Total
    {
        get
        {
            var four = _lower + _upper;
            return four[0] + four[2] + (four[1] + four[3]);
        }
    }
}
