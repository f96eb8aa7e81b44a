namespace Quanta.ToyModels.Parity.Discovery;

/// <summary>Which gradients are taken for discovery on a case with a known answer.</summary>
public sealed record ParityGradientOptions
{
    public int SamplesPerSubtask { get; init; } = 20;

    /// <summary>Nats: the threshold of quanta discovery.</summary>
    public double GreatestLoss { get; init; } = 0.1;

    public GradientPart Part { get; init; } = GradientPart.WithoutControls;

    public ulong Seed { get; init; }
}
