namespace Quanta.Discovery.Selection;

/// <summary>Which predictions go on to discovery. The defaults are the published ones (Michaud et al. 2023, section 5), but for the stride.</summary>
public sealed record SelectionOptions
{
    /// <summary>Keep predictions whose loss is below this, in nats.</summary>
    public double ThresholdNats { get; init; } = 0.1;

    /// <summary>Leave out tokens that end a trigram seen earlier in their document: induction predicts them.</summary>
    public bool DropInducible { get; init; } = true;

    /// <summary>Take one of so many kept predictions (published: 50), or null to spread <see cref="Count"/> over the whole corpus.</summary>
    /// <remarks>Deviation: the published rule, stride 50, takes all its samples from the beginning of the corpus. The default takes those of rank i kept / count.</remarks>
    public int? Stride { get; init; }

    /// <summary>Take at most so many.</summary>
    public int Count { get; init; } = 10_000;

    internal void Validate()
    {
        if (!(ThresholdNats > 0)) throw new ArgumentException($"The loss threshold must be positive, but it is {ThresholdNats} nats.");
        if (Stride is < 1) throw new ArgumentException($"The stride must be at least 1, but it is {Stride}.");
        if (Count < 1) throw new ArgumentException($"The number of predictions to select must be at least 1, but it is {Count}.");
    }
}
