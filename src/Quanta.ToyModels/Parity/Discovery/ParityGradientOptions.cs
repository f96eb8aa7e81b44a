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

/// <summary>Which parameters' gradients are compared.</summary>
public enum GradientPart
{
    /// <summary>All but the control bits' weights: like discovery in language models, which leaves the embeddings out. A subtask's samples fall apart by how many of its bits
    /// are set, because each case lights units of its own, so that clusters are finer than subtasks.</summary>
    WithoutControls,

    /// <summary>Every parameter.</summary>
    All,

    /// <summary>The control bits' weights alone. They name the subtask outright: gradients of different subtasks are orthogonal, which checks the method rather than the model.</summary>
    ControlsOnly,
}
