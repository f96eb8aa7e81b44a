using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>Vectors of float32 of one instruction set. An implementation has 4, 8 or 16 lanes.</summary>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats in a vector.</summary>
    static abstract int Width { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(float* destination, TVector value);

    static abstract TVector Broadcast(float value);

    /// <summary>The same 32 bits in every lane.</summary>
    static abstract TVector Broadcast(uint bits);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>Adds in the lanes in which <paramref name="bits"/> has the bit of <paramref name="selectors"/>; the others keep <paramref name="sum"/>.</summary>
    static abstract TVector AddWhere(TVector sum, TVector addend, TVector bits, TVector selectors);

    /// <summary>ReLU: what is at most 0 becomes 0; NaN stays.</summary>
    static abstract TVector Rectify(TVector value);

    /// <summary>Bit l says that lane l is not at most 0, thus positive or NaN.</summary>
    static abstract uint Active(TVector value);

    /// <summary>The upper half added to the lower, until four lanes are left.</summary>
    static abstract Vector128<float> Fold(TVector value);
}

/// <remarks>Calls the instructions by name, because processors that prefer 256 bits report <see cref="Vector512.IsHardwareAccelerated"/> as false.</remarks>
internal readonly unsafe struct Avx512Lanes : ILanes<Vector512<float>>
{
    public static int Width => 16;

    public static Vector512<float> Load(float* source) => Avx512F.LoadVector512(source);

    public static void Store(float* destination, Vector512<float> value) => Avx512F.Store(destination, value);

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Broadcast(uint bits) => Vector512.Create(bits).AsSingle();

    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => Avx512F.Add(left, right);

    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => Avx512F.Multiply(left, right);

    public static Vector512<float> AddWhere(Vector512<float> sum, Vector512<float> addend, Vector512<float> bits, Vector512<float> selectors)
    {
        var chosen = Avx512F.CompareNotEqual(Avx512F.And(bits.AsUInt32(), selectors.AsUInt32()), Vector512<uint>.Zero);
        return Avx512F.BlendVariable(sum, Avx512F.Add(sum, addend), chosen.AsSingle());
    }

    public static Vector512<float> Rectify(Vector512<float> value) =>
        Avx512F.BlendVariable(Vector512<float>.Zero, value, Avx512F.CompareNotLessThanOrEqual(value, Vector512<float>.Zero));

    public static uint Active(Vector512<float> value) => (uint)Avx512F.CompareNotLessThanOrEqual(value, Vector512<float>.Zero).ExtractMostSignificantBits();

    public static Vector128<float> Fold(Vector512<float> value) => Avx2Lanes.Fold(Avx.Add(value.GetLower(), value.GetUpper()));
}

internal readonly unsafe struct Avx2Lanes : ILanes<Vector256<float>>
{
    public static int Width => 8;

    public static Vector256<float> Load(float* source) => Avx.LoadVector256(source);

    public static void Store(float* destination, Vector256<float> value) => Avx.Store(destination, value);

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Broadcast(uint bits) => Vector256.Create(bits).AsSingle();

    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => Avx.Add(left, right);

    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => Avx.Multiply(left, right);

    public static Vector256<float> AddWhere(Vector256<float> sum, Vector256<float> addend, Vector256<float> bits, Vector256<float> selectors)
    {
        var chosen = Avx2.CompareEqual(Avx.And(bits, selectors).AsInt32(), selectors.AsInt32());
        return Avx.Add(sum, Avx.And(addend, chosen.AsSingle()));
    }

    public static Vector256<float> Rectify(Vector256<float> value) => Avx.And(value, Avx.CompareNotLessThanOrEqual(value, Vector256<float>.Zero));

    public static uint Active(Vector256<float> value) => (uint)Avx.MoveMask(Avx.CompareNotLessThanOrEqual(value, Vector256<float>.Zero));

    public static Vector128<float> Fold(Vector256<float> value) => value.GetLower() + value.GetUpper();
}

internal readonly unsafe struct PortableLanes : ILanes<Vector128<float>>
{
    public static int Width => 4;

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static void Store(float* destination, Vector128<float> value) => value.Store(destination);

    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    public static Vector128<float> Broadcast(uint bits) => Vector128.Create(bits).AsSingle();

    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    public static Vector128<float> AddWhere(Vector128<float> sum, Vector128<float> addend, Vector128<float> bits, Vector128<float> selectors)
    {
        var chosen = Vector128.Equals(bits.AsInt32() & selectors.AsInt32(), selectors.AsInt32());
        return sum + (addend.AsInt32() & chosen).AsSingle();
    }

    public static Vector128<float> Rectify(Vector128<float> value) => Vector128.AndNot(value, Vector128.LessThanOrEqual(value, Vector128<float>.Zero));

    public static uint Active(Vector128<float> value) => (~Vector128.LessThanOrEqual(value, Vector128<float>.Zero)).ExtractMostSignificantBits();

    public static Vector128<float> Fold(Vector128<float> value) => value;
}
