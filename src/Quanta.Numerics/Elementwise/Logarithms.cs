namespace Quanta.Numerics.Elementwise;

/// <summary>Logarithms that keep their relative precision where the plain ones cancel.</summary>
public static class Logarithms
{
    /// <summary>ln(1 + x), relative error a few units in the last place for every x above -1.</summary>
    /// <remarks>The framework's <see cref="double.LogP1"/> is ln of the rounded sum, which is 0 for all x below 1e-16. Here the sum's rounding is divided out again:
    /// ln(u) (x / (u - 1)) with u = 1 + x rounded (Hewlett-Packard 1982; Goldberg 1991, theorem 4).</remarks>
    public static double OnePlus(double x)
    {
        var u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(u) ? x : Math.Log(u) * (x / (u - 1));
    }
}
