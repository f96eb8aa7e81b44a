namespace Quanta.LanguageModels.Gradients;

/// <summary>Scaling of gradients to unit length, as the published scripts do before they compare them.</summary>
public static class GradientNormalisation
{
    /// <summary>Norms below this are taken for this, so that a zero gradient stays zero instead of becoming NaN.</summary>
    public const double SmallestNorm = 1e-12;

    /// <summary>gradient /= max(||gradient||, <see cref="SmallestNorm"/>), the norm accumulated in float64 in index order.</summary>
    /// <returns>The norm before scaling.</returns>
    public static double ToUnitNorm(Span<float> gradient)
    {
        var squares = 0.0;
        foreach (var value in gradient) squares += (double)value * value;
        var norm = Math.Sqrt(squares);
        var scale = 1 / Math.Max(norm, SmallestNorm);
        foreach (ref var value in gradient) value = (float)(value * scale);
        return norm;
    }
}
