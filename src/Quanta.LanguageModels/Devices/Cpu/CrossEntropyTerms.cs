using Quanta.Numerics.Elementwise;

namespace Quanta.LanguageModels.Devices.Cpu;

/// <summary>A cross-entropy and its gradient by the logits, from the sum over all tokens but the target.</summary>
/// <remarks>With s = sum of e^(z_v - m) over the others, m the largest of their logits, and o = s e^(m - z_t) the odds against the target: the loss is ln(1 + o), the
/// gradient's entry at another token e^(z_v - m) * <see cref="OtherFactor"/>, and at the target -o / (1 + o). Nothing is subtracted from 1, so that losses and gradients keep
/// their relative precision however sure the model is.</remarks>
internal readonly struct CrossEntropyTerms
{
    /// <param name="largest">m; negative infinity where there are no others.</param>
    /// <param name="sum">s.</param>
    /// <param name="target">z_t.</param>
    public CrossEntropyTerms(double largest, double sum, double target)
    {
        var lead = target - largest;
        if (lead <= 0)
        {
            var total = sum + Math.Exp(lead);
            (Loss, OtherFactor, TargetSlope) = (Math.Log(total) - lead, 1 / total, -sum / total);
        }
        else
        {
            var scale = Math.Exp(-lead);
            var odds = sum * scale;
            (Loss, OtherFactor, TargetSlope) = (Logarithms.OnePlus(odds), scale / (1 + odds), -odds / (1 + odds));
        }
    }

    /// <summary>Nats.</summary>
    public double Loss { get; }

    public double OtherFactor { get; }

    public double TargetSlope { get; }
}
