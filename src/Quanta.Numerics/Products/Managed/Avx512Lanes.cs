using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Sixteen lanes and 32 registers. Calls the instructions by name, because processors that prefer 256 bits report
/// <see cref="Vector512.IsHardwareAccelerated"/> as false although their 512-bit units are the fastest way to multiply.</summary>
internal readonly unsafe struct Avx512Lanes : ILanes<Vector512<float>>
{
    public static int Width => 16;

    public static int MaximumRows => 14;

    public static int BlockFloats => 128 * 1024;

    public static bool FetchesAhead => true;

    public static Vector512<float> Load(float* source) => Avx512F.LoadVector512(source);

    public static Vector512<float> Broadcast(float* source) => Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe(*source));

    public static void Store(float* destination, Vector512<float> value) => Avx512F.Store(destination, value);

    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => Avx512F.Add(left, right);

    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Avx512F.FusedMultiplyAdd(left, right, addend);

    public static void Prefetch(float* address) => Sse.Prefetch0(address);

    /// <summary>Four groups of four lines: 4 x 4 blocks are transposed within the 128-bit quarters while they are loaded quarter by quarter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float** lines, float* destination, nint destinationStride)
    {
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var line0 = Gather(lines, 0, 4 * quarter);
            var line1 = Gather(lines, 1, 4 * quarter);
            var line2 = Gather(lines, 2, 4 * quarter);
            var line3 = Gather(lines, 3, 4 * quarter);
            var low01 = Avx512F.UnpackLow(line0, line1).AsDouble();
            var low23 = Avx512F.UnpackLow(line2, line3).AsDouble();
            var high01 = Avx512F.UnpackHigh(line0, line1).AsDouble();
            var high23 = Avx512F.UnpackHigh(line2, line3).AsDouble();
            var row = destination + 4 * quarter * destinationStride;
            Avx512F.Store(row, Avx512F.UnpackLow(low01, low23).AsSingle());
            Avx512F.Store(row + destinationStride, Avx512F.UnpackHigh(low01, low23).AsSingle());
            Avx512F.Store(row + 2 * destinationStride, Avx512F.UnpackLow(high01, high23).AsSingle());
            Avx512F.Store(row + 3 * destinationStride, Avx512F.UnpackHigh(high01, high23).AsSingle());
        }
    }

    /// <summary>Four floats from <paramref name="offset"/> of each of the lines i, i + 4, i + 8 and i + 12, a quarter of the vector each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Gather(float** lines, int i, int offset)
    {
        var low = Avx.InsertVector128(Sse.LoadVector128(lines[i] + offset).ToVector256Unsafe(), Sse.LoadVector128(lines[i + 4] + offset), 1);
        var high = Avx.InsertVector128(Sse.LoadVector128(lines[i + 8] + offset).ToVector256Unsafe(), Sse.LoadVector128(lines[i + 12] + offset), 1);
        return Avx512F.InsertVector256(low.ToVector512Unsafe(), high, 1);
    }
}
