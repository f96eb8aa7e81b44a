using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Four lanes on any machine; fast where the processor has a fused multiply-add (every 64-bit Arm), correct and slow elsewhere.</summary>
internal readonly unsafe struct PortableLanes : ILanes<Vector128<float>>
{
    public static int Width => 4;

    public static int MaximumRows => 12;

    public static int BlockFloats => 48 * 1024;

    public static bool FetchesAhead => false;

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static Vector128<float> Broadcast(float* source) => Vector128.Create(*source);

    public static void Store(float* destination, Vector128<float> value) => value.Store(destination);

    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.FusedMultiplyAdd(left, right, addend);

    public static void Prefetch(float* address)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float** lines, float* destination, nint destinationStride)
    {
        var (row0, row1, row2, row3) = FourByFour.Transpose(Load(lines[0]), Load(lines[1]), Load(lines[2]), Load(lines[3]));
        Store(destination, row0);
        Store(destination + destinationStride, row1);
        Store(destination + 2 * destinationStride, row2);
        Store(destination + 3 * destinationStride, row3);
    }
}
