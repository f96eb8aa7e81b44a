using MathNet.Numerics;

namespace Quanta.ToyModels.Parity.Theory;

/// <summary>The quantization model's scaling laws for Zipf-distributed skills, exact sums beside closed forms. Losses in units of one unlearned skill's.</summary>
/// <remarks>One skill costs ln 2 nats, or 1 bit, while unlearned and nothing afterwards (Michaud et al. 2023): multiply by ln 2 for nats.</remarks>
public static class ScalingLaws
{
    /// <summary>alpha_N = alpha.</summary>
    public static double ParameterExponent(double alpha) => alpha;

    /// <summary>alpha_S = alpha_D = alpha / (1 + alpha): training steps, and single-epoch data.</summary>
    public static double TimeExponent(double alpha) => alpha / (1 + alpha);

    /// <summary>The number of skills learned from D examples grows as D^(1 / (1 + alpha)).</summary>
    public static double SkillsExponent(double alpha) => 1 / (1 + alpha);

    /// <summary>alpha / (2 + alpha): the best division of N T = C equates N^-alpha and T^(-alpha/(1+alpha)).</summary>
    public static double ComputeExponent(double alpha) => alpha / (2 + alpha);

    /// <summary>The loss after D examples when a skill seen at least <paramref name="shots"/> times is learned: the sum of p_k P[Binomial(D, p_k) &lt; shots].</summary>
    /// <remarks>One shot is Hutter's learning curve (2021).</remarks>
    public static double DataLoss(ZipfLaw law, double examples, int shots = 1) => law.Expectation(p =>
    {
        // Terms of the binomial distribution, each from the one before.
        var term = Math.Exp(examples * Math.Log(1 - p));
        var sum = term;
        for (var j = 1; j < shots; j++) sum += term *= (examples - j + 1) / j * p / (1 - p);
        return sum;
    });

    /// <summary>A^(1/(1+alpha)) / (1+alpha) * D^(-alpha/(1+alpha)) * sum over j &lt; shots of Gamma(j + alpha/(1+alpha)) / j!.</summary>
    public static double AsymptoticDataLoss(ZipfLaw law, double examples, int shots = 1)
    {
        var exponent = TimeExponent(law.Alpha);
        var sum = Enumerable.Range(0, shots).Sum(j => Math.Exp(SpecialFunctions.GammaLn(j + exponent) - SpecialFunctions.GammaLn(j + 1)));
        return Prefactor(law) * Math.Pow(examples, -exponent) * sum;
    }

    /// <summary>A (n + 1/2)^-alpha / alpha, for the loss of a network that has learned the n most frequent skills; the sum itself is <see cref="ZipfLaw.MassBeyond"/>.</summary>
    public static double AsymptoticParameterLoss(ZipfLaw law, double skills) => law.Normaliser * Math.Pow(skills + 0.5, -law.Alpha) / law.Alpha;

    /// <summary>The least N^-alpha + T^(-alpha/(1+alpha)) over N T = C, and the N that gives it, found numerically in ln N by golden sections.</summary>
    public static (double Loss, double Parameters) BestDivision(double alpha, double compute)
    {
        double Loss(double lnN) => Math.Exp(-alpha * lnN) + Math.Exp(-TimeExponent(alpha) * (Math.Log(compute) - lnN));
        var ratio = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (0.0, Math.Log(compute));
        while (high - low > 1e-9)
        {
            var (left, right) = (high - ratio * (high - low), low + ratio * (high - low));
            if (Loss(left) < Loss(right)) high = right;
            else low = left;
        }
        return (Loss((low + high) / 2), Math.Exp((low + high) / 2));
    }

    /// <summary>A^(1/(1+alpha)) / (1+alpha), common to the time and data laws.</summary>
    internal static double Prefactor(ZipfLaw law) => Math.Pow(law.Normaliser, 1 / (1 + law.Alpha)) / (1 + law.Alpha);
}
