using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Eight lanes and 16 registers.</summary>
internal readonly unsafe struct Avx2Lanes : ILanes<Vector256<float>>
{
    public static int Width => 8;

    public static int MaximumRows => 6;

    public static int BlockFloats => 48 * 1024;

    public static bool FetchesAhead => false;

    public static Vector256<float> Load(float* source) => Avx.LoadVector256(source);

    public static Vector256<float> Broadcast(float* source) => Avx.BroadcastScalarToVector256(source);

    public static void Store(float* destination, Vector256<float> value) => Avx.Store(destination, value);

    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => Avx.Add(left, right);

    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Fma.MultiplyAdd(left, right, addend);

    public static void Prefetch(float* address) => Sse.Prefetch0(address);

    /// <summary>Two groups of four lines: 4 x 4 blocks are transposed within the 128-bit halves while they are loaded half by half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float** lines, float* destination, nint destinationStride)
    {
        for (var half = 0; half < 2; half++)
        {
            var line0 = Gather(lines, 0, 4 * half);
            var line1 = Gather(lines, 1, 4 * half);
            var line2 = Gather(lines, 2, 4 * half);
            var line3 = Gather(lines, 3, 4 * half);
            var low01 = Avx.UnpackLow(line0, line1).AsDouble();
            var low23 = Avx.UnpackLow(line2, line3).AsDouble();
            var high01 = Avx.UnpackHigh(line0, line1).AsDouble();
            var high23 = Avx.UnpackHigh(line2, line3).AsDouble();
            var row = destination + 4 * half * destinationStride;
            Avx.Store(row, Avx.UnpackLow(low01, low23).AsSingle());
            Avx.Store(row + destinationStride, Avx.UnpackHigh(low01, low23).AsSingle());
            Avx.Store(row + 2 * destinationStride, Avx.UnpackLow(high01, high23).AsSingle());
            Avx.Store(row + 3 * destinationStride, Avx.UnpackHigh(high01, high23).AsSingle());
        }
    }

    /// <summary>Four floats from <paramref name="offset"/> of each of the lines i and i + 4, a half of the vector each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Gather(float** lines, int i, int offset) =>
        Avx.InsertVector128(Sse.LoadVector128(lines[i] + offset).ToVector256Unsafe(), Sse.LoadVector128(lines[i + 4] + offset), 1);
}
