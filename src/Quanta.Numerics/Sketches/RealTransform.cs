using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Quanta.Numerics.Sketches;

/// <summary>Eight discrete Fourier transforms of real vectors of one power-of-two length m side by side, one a lane, in place.</summary>
/// <remarks>A transform of n reals is one of the n / 2 sums x[j] + x[j + n/2], which has the even frequencies, and one of n / 4 complex numbers
/// e[j] = (x[j] - x[j + n/2] - i (x[j + n/4] - x[j + 3n/4])) e^(-2 pi i j / n), which has the frequencies 1, 5, 9, ..; the others are their conjugates.
/// So of each pair of conjugate frequencies one comes out, and m reals become m reals:
/// [0] is frequency 0, [1] frequency m / 2, and for n = 4, 8, .. m, real parts fill [n/2, 3n/4) and their imaginary parts [3n/4, n).</remarks>
internal sealed unsafe class RealTransform
{
    private static readonly ConcurrentDictionary<int, RealTransform> Known = new();
    private readonly ComplexTransform _complex;
    private readonly float[][] _twiddles;

    private RealTransform(int length)
    {
        Length = length;
        _complex = new ComplexTransform(Math.Max(1, length / 4));
        _twiddles = new float[int.Log2(length) + 1][];
        for (var log = 0; log < _twiddles.Length; log++) _twiddles[log] = Twiddles.Real(1 << log);
    }

    /// <summary>m.</summary>
    public int Length { get; }

    /// <summary>The transform of a length, a power of two from 2 on; its tables are made once.</summary>
    public static RealTransform Of(int length) => Known.GetOrAdd(length, static length => new RealTransform(length));

    /// <summary>Transforms eight vectors.</summary>
    /// <param name="values">[m, 8].</param>
    public void Forward(Vector256<float>* values)
    {
        for (var n = Length; n >= 4; n /= 2)
        {
            Split(values, n);
            _complex.Forward(values + n / 2, values + n / 2 + n / 4, n / 4);
        }
        (values[0], values[1]) = (values[0] + values[1], values[0] - values[1]);
    }

    /// <summary>Adds the products of two transforms, frequency by frequency.</summary>
    /// <param name="left">[m, 8].</param>
    /// <param name="right">[m, 8].</param>
    /// <param name="sum">[m, 8], changed.</param>
    public void AddProduct(Vector256<float>* left, Vector256<float>* right, Vector256<float>* sum)
    {
        for (var k = 0; k < 2; k++) sum[k] = Vector256.FusedMultiplyAdd(left[k], right[k], sum[k]);
        for (var n = 4; n <= Length; n *= 2)
        {
            var quarter = n / 4;
            for (var re = n / 2; re < n / 2 + quarter; re++)
            {
                var im = re + quarter;
                var (leftRe, leftIm, rightRe, rightIm) = (left[re], left[im], right[re], right[im]);
                sum[re] = Vector256.FusedMultiplyAdd(-leftIm, rightIm, Vector256.FusedMultiplyAdd(leftRe, rightRe, sum[re]));
                sum[im] = Vector256.FusedMultiplyAdd(leftIm, rightRe, Vector256.FusedMultiplyAdd(leftRe, rightIm, sum[im]));
            }
        }
    }

    private void Split(Vector256<float>* values, int n)
    {
        var quarter = n / 4;
        fixed (float* twiddles = _twiddles[int.Log2(n)])
        {
            var w = twiddles;
            for (var j = 0; j < quarter; j++, w += Twiddles.RealStride)
            {
                var x = values + j;
                var (re, im) = (x[0] - x[2 * quarter], x[3 * quarter] - x[quarter]);
                x[0] += x[2 * quarter];
                x[quarter] += x[3 * quarter];
                ComplexTransform.Turn(w, re, im, out x[2 * quarter], out x[3 * quarter]);
            }
        }
    }
}

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

/// <summary>The roots of unity that one Fourier transform multiplies by, computed in float64 and rounded once.</summary>
internal static class Twiddles
{
    /// <summary>Floats for one radix-4 butterfly: w, w^2 and w^3, each real part first.</summary>
    public const int ComplexStride = 6;

    /// <summary>Floats for one real butterfly: w, real part first.</summary>
    public const int RealStride = 2;

    /// <summary>w = e^(-2 pi i j / n) and its square and cube, for j below n / 4.</summary>
    public static float[] Complex(int n) => Table(n, powers: 3);

    /// <summary>w = e^(-2 pi i j / n) for j below n / 4.</summary>
    public static float[] Real(int n) => Table(n, powers: 1);

    private static float[] Table(int n, int powers)
    {
        var table = new float[n / 4 * powers * 2];
        for (var j = 0; j < n / 4; j++)
            for (var power = 1; power <= powers; power++)
            {
                var (sin, cos) = Math.SinCos(-2 * Math.PI * j * power / n);
                var at = 2 * (j * powers + power - 1);
                (table[at], table[at + 1]) = ((float)cos, (float)sin);
            }
        return table;
    }
}
