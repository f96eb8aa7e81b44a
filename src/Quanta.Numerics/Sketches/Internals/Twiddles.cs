namespace Quanta.Numerics.Sketches.Internals;

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
