namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>How vectors are sketched, and how the sketch is audited.</summary>
public sealed record SketchOptions
{
    /// <summary>m: the length of a sketch. The root mean square error of a cosine is about 1 / sqrt(m) for vectors that are nearly orthogonal.</summary>
    public int Dimensions { get; init; } = 65_536;

    /// <summary>Names the sketch and the audited vectors.</summary>
    public ulong Seed { get; init; }

    /// <summary>Sketches are kept as float16, on disk and in memory. Rounding moves a cosine by about 2^-11 / sqrt(m), far less than the sketch does.</summary>
    public bool HalfPrecision { get; init; }

    /// <summary>So many vectors, drawn at random, are compared exactly with all others.</summary>
    public int AuditedVectors { get; init; } = 32;

    /// <summary>How a row of n sketched vectors is kept.</summary>
    internal SketchLayout LayoutFor(int count) => new(Dimensions, HalfPrecision, Math.Min(AuditedVectors, count));

    internal void Validate()
    {
        if (Dimensions < 1) throw new ArgumentException($"A sketch needs at least 1 dimension, but {Dimensions} were asked for.");
        if (AuditedVectors < 1) throw new ArgumentException($"At least 1 vector must be audited, but {AuditedVectors} were asked for.");
    }
}
