using System.Runtime.Intrinsics;

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

    public static void Transpose(float** lines, float* destination, nint destinationStride)
    {
        for (var k = 0; k < 4; k++)
            Vector128.Create(lines[0][k], lines[1][k], lines[2][k], lines[3][k]).Store(destination + k * destinationStride);
    }
}
