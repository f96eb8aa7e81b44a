namespace Quanta.Discovery.Similarity;

/// <summary>How gradients are sketched, and how the sketch is audited.</summary>
public sealed record SketchOptions
{
    /// <summary>m: the length of a sketch. The root mean square error of a cosine is about 1 / sqrt(m) for gradients that are nearly orthogonal.</summary>
    public int Dimensions { get; init; } = 65_536;

    /// <summary>Names the sketch and the audited gradients.</summary>
    public ulong Seed { get; init; }

    /// <summary>So many gradients, drawn at random, are compared exactly with all others.</summary>
    public int AuditedGradients { get; init; } = 32;

    internal void Validate()
    {
        if (Dimensions < 1) throw new ArgumentException($"A sketch needs at least 1 dimension, but {Dimensions} were asked for.");
        if (AuditedGradients < 1) throw new ArgumentException($"At least 1 gradient must be audited, but {AuditedGradients} were asked for.");
    }
}
