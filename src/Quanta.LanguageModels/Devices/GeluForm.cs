namespace Quanta.LanguageModels.Devices;

/// <summary>How x Phi(x), the Gaussian error linear unit of Hendrycks and Gimpel 2016, is computed.</summary>
public enum GeluForm
{
    /// <summary>x (1 + erf(x / sqrt 2)) / 2.</summary>
    Exact,

    /// <summary>x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2.</summary>
    Tanh,
}
