namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>The gradient of a cross-entropy against what the model itself would say at another temperature, in float64; one row takes no time beside its backward pass, so there is one way.</summary>
internal static class SoftTarget
{
    /// <summary>The logits become softmax(z) - softmax(z / T), times the cap's slope.</summary>
    public static void Gradient(double temperature, float cap, Span<float> logits)
    {
        var largest = double.NegativeInfinity;
        foreach (var logit in logits) largest = Math.Max(largest, Capped(logit, cap));
        var (sharp, soft) = (0.0, 0.0);
        foreach (var logit in logits)
        {
            var below = Capped(logit, cap) - largest;
            sharp += Math.Exp(below);
            soft += Math.Exp(below / temperature);
        }
        foreach (ref var logit in logits)
        {
            var capped = Capped(logit, cap);
            var slope = cap > 0 ? 1 - capped / cap * (capped / cap) : 1;
            logit = (float)(slope * (Math.Exp(capped - largest) / sharp - Math.Exp((capped - largest) / temperature) / soft));
        }
    }

    private static double Capped(double logit, float cap) => cap > 0 ? cap * Math.Tanh(logit / cap) : logit;
}
