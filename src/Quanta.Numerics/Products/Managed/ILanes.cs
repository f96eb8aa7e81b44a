using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Quanta.Numerics.Elementwise;

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
