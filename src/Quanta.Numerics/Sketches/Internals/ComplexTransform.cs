using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Quanta.Numerics.Sketches.Internals;

/// <summary>Eight complex Fourier transforms of one power-of-two length side by side, one a lane, in place: frequencies come out in a fixed order that
/// nobody needs to know.</summary>
/// <remarks>Decimation in frequency, radix 4, depth first, so that parts that fit the nearest cache are finished there; a last radix-2 step where
/// log2 of the length is odd. Lanes never mix, so there is no shuffling, and a lane's result does not depend on the others.</remarks>
internal sealed unsafe class ComplexTransform
{
    private readonly float[][] _twiddles;

    /// <param name="largest">The greatest length, a power of two.</param>
    public ComplexTransform(int largest)
    {
        _twiddles = new float[int.Log2(largest) + 1][];
        for (var log = 0; log < _twiddles.Length; log++) _twiddles[log] = Twiddles.Complex(1 << log);
    }

    /// <summary>Transforms eight vectors of <paramref name="n"/> complex numbers.</summary>
    public void Forward(Vector256<float>* re, Vector256<float>* im, int n)
    {
        switch (n)
        {
            case 1: return;
            case 2: Two(re, im); return;
            case 4: Four(re, im); return;
        }
        Pass(re, im, n);
        var quarter = n / 4;
        for (var start = 0; start < n; start += quarter)
        {
            if (quarter == 4) Four(re + start, im + start);
            else if (quarter == 2) Two(re + start, im + start);
            else Forward(re + start, im + start, quarter);
        }
    }

    private void Pass(Vector256<float>* re, Vector256<float>* im, int n)
    {
        var quarter = n / 4;
        fixed (float* twiddles = _twiddles[int.Log2(n)])
        {
            var w = twiddles;
            for (var j = 0; j < quarter; j++, w += Twiddles.ComplexStride)
            {
                var r = re + j;
                var i = im + j;
                Butterfly(r, i, quarter, out var r1, out var i1, out var r2, out var i2, out var r3, out var i3);
                Turn(w, r1, i1, out r[quarter], out i[quarter]);
                Turn(w + 2, r2, i2, out r[2 * quarter], out i[2 * quarter]);
                Turn(w + 4, r3, i3, out r[3 * quarter], out i[3 * quarter]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(Vector256<float>* re, Vector256<float>* im)
    {
        Butterfly(re, im, 1, out var r1, out var i1, out var r2, out var i2, out var r3, out var i3);
        (re[1], im[1], re[2], im[2], re[3], im[3]) = (r1, i1, r2, i2, r3, i3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(Vector256<float>* re, Vector256<float>* im)
    {
        (re[0], re[1]) = (re[0] + re[1], re[0] - re[1]);
        (im[0], im[1]) = (im[0] + im[1], im[0] - im[1]);
    }

    /// <summary>The transform of the four numbers that lie <paramref name="stride"/> apart: frequency 0 is stored, 1 to 3 are handed out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(
        Vector256<float>* re, Vector256<float>* im, int stride, out Vector256<float> r1, out Vector256<float> i1, out Vector256<float> r2,
        out Vector256<float> i2, out Vector256<float> r3, out Vector256<float> i3)
    {
        var (sumR, differenceR) = (re[0] + re[2 * stride], re[0] - re[2 * stride]);
        var (oddSumR, oddDifferenceR) = (re[stride] + re[3 * stride], re[stride] - re[3 * stride]);
        var (sumI, differenceI) = (im[0] + im[2 * stride], im[0] - im[2 * stride]);
        var (oddSumI, oddDifferenceI) = (im[stride] + im[3 * stride], im[stride] - im[3 * stride]);
        (re[0], im[0]) = (sumR + oddSumR, sumI + oddSumI);
        (r1, i1) = (differenceR + oddDifferenceI, differenceI - oddDifferenceR);
        (r2, i2) = (sumR - oddSumR, sumI - oddSumI);
        (r3, i3) = (differenceR - oddDifferenceI, differenceI + oddDifferenceR);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Turn(float* w, Vector256<float> re, Vector256<float> im, out Vector256<float> turnedRe, out Vector256<float> turnedIm)
    {
        var (cos, sin) = (Vector256.Create(w[0]), Vector256.Create(w[1]));
        turnedRe = Vector256.FusedMultiplyAdd(re, cos, -(im * sin));
        turnedIm = Vector256.FusedMultiplyAdd(re, sin, im * cos);
    }
}
