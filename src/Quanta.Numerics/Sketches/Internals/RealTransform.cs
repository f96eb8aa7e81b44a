using System.Collections.Concurrent;
using System.Runtime.Intrinsics;

namespace Quanta.Numerics.Sketches.Internals;

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
