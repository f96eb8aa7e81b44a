using Quanta.Numerics.Random;

namespace Quanta.Discovery.Similarity.Sketches;

/// <summary>How a vector becomes a sketch.</summary>
public enum SketchKind
{
    /// <summary>A count-sketch of the whole vector, added up parameter by parameter.</summary>
    Count,

    /// <summary>A TensorSketch of each weight's gradient from its factors, where that is cheaper than to form it; whole runs gain little time (8 % a gradient at
    /// hidden 1024, nothing at 512, on two cores).</summary>
    Tensor,
}

/// <summary>How vectors are sketched, and how the sketch is audited.</summary>
public sealed record SketchOptions
{
    public SketchKind Kind { get; init; }

    /// <summary>m: the length of a sketch. The root mean square error of a cosine is about 1 / sqrt(m) for vectors that are nearly orthogonal.</summary>
    public int Dimensions { get; init; } = 65_536;

    /// <summary>Names the sketch and the audited vectors.</summary>
    public ulong Seed { get; init; }

    /// <summary>Sketches are kept as float16, on disk and in memory. Rounding moves a cosine by about 2^-11 / sqrt(m), far less than the sketch does.</summary>
    public bool HalfPrecision { get; init; }

    /// <summary>So many vectors, drawn at random, are compared exactly with others; fewer where they are long (<see cref="AuditOf"/>).</summary>
    public int AuditedVectors { get; init; } = 32;

    /// <summary>With so many others, drawn at random.</summary>
    public int ComparedVectors { get; init; } = 100;

    /// <summary>How many vectors of a length are audited and compared. Vectors that do not fit into memory together are evaluated again for each part of them that does:
    /// beyond some 2^31 entries of all audited vectors, an audit of so many would take far longer than the sketch, so it takes fewer.</summary>
    /// <param name="length">p.</param>
    internal (int Audited, int Compared) AuditOf(long length)
    {
        const int least = 4;
        var audited = (int)Math.Clamp((1L << 31) / Math.Max(1, length), Math.Min(least, AuditedVectors), AuditedVectors);
        return (audited, Math.Max(Math.Min(least, ComparedVectors), (int)((long)ComparedVectors * audited / AuditedVectors)));
    }

    /// <summary>Some of 0 to <paramref name="count"/> - 1, ascending.</summary>
    internal int[] Draw(int count, int chosen, StreamPurpose purpose)
    {
        var all = Enumerable.Range(0, count).ToArray();
        new Philox(Seed, purpose.Stream()).Shuffle<int>(all);
        return [.. all.Take(chosen).Order()];
    }

    internal void Validate()
    {
        if (Dimensions < 1) throw new ArgumentException($"A sketch needs at least 1 dimension, but {Dimensions} were asked for.");
        if (AuditedVectors < 1) throw new ArgumentException($"At least 1 vector must be audited, but {AuditedVectors} were asked for.");
        if (ComparedVectors < 1) throw new ArgumentException($"Audited vectors must be compared with at least 1 other, but {ComparedVectors} were asked for.");
    }
}
