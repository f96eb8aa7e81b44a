namespace Quanta.LanguageModels.Tests.Devices;

/// <summary>Derivatives from function values alone.</summary>
internal static class FiniteDifference
{
    /// <summary>The derivative at 0 of a function whose values carry float32 rounding.</summary>
    /// <remarks>Central differences at h and h / 2, combined so that their h^2 errors cancel (Richardson). With h = 1/32 the error left is of order
    /// h^4 = 1e-6 times the fifth derivative, and a rounding of 6e-8 in a value of order 1 becomes 6e-8 / h = 2e-6: the two are balanced.</remarks>
    public static double Derivative(Func<double, double> function, double step = 1.0 / 32)
    {
        double Central(double h) => (function(h) - function(-h)) / (2 * h);
        return (4 * Central(step / 2) - Central(step)) / 3;
    }
}
