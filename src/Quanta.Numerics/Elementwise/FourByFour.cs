using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Quanta.Numerics.Elementwise;

/// <summary>Transposes 4 x 4 float32 values in registers, with operations that every processor has.</summary>
internal static class FourByFour
{
    /// <summary>From four rows to the four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> Column0, Vector128<float> Column1, Vector128<float> Column2, Vector128<float> Column3) Transpose(
        Vector128<float> row0, Vector128<float> row1, Vector128<float> row2, Vector128<float> row3)
    {
        var (even01, odd01) = Pairs(row0, row1);
        var (even23, odd23) = Pairs(row2, row3);
        return (
            Vector128.Create(even01[0], even23[0]).AsSingle(), Vector128.Create(odd01[0], odd23[0]).AsSingle(),
            Vector128.Create(even01[1], even23[1]).AsSingle(), Vector128.Create(odd01[1], odd23[1]).AsSingle());
    }

    /// <summary>The values of columns 0 and 2 of two rows side by side, a pair a lane of 64 bits, and those of columns 1 and 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<double> Even, Vector128<double> Odd) Pairs(Vector128<float> upper, Vector128<float> lower)
    {
        var (first, second, low) = (upper.AsUInt64(), lower.AsUInt64(), Vector128.Create(0xFFFF_FFFFUL));
        return (((first & low) | (second << 32)).AsDouble(), ((first >>> 32) | (second & ~low)).AsDouble());
    }
}
