namespace Quanta.Numerics.Sketches;

/// <summary>Divides the dimensions of a whole sketch among segments, one a part of the vector, e.g. one a linear map.</summary>
/// <remarks>For vectors of unit length whose parts hold the shares p_l of their squared norms, an inner product's estimate has variance about
/// sum_l p_l^2 / m_l. Segments m_l proportional to p_l reach 1 / m, which is what one segment shared by all parts has whatever the shares; equal segments of L
/// parts have L sum_l p_l^2 / m. A shared segment makes each part's Fourier transforms as long as the whole sketch, so segments are the faster way to the
/// same error where the shares are roughly known.</remarks>
public static class SegmentAllocation
{
    /// <summary>The least dimensions of a segment.</summary>
    public const int Least = 2;

    /// <summary>Powers of two, at most <paramref name="dimensions"/> together, that make sum_l p_l^2 / m_l small.</summary>
    /// <remarks>From the least on, the segment is doubled whose doubling takes most off the sum for each dimension it costs, while one that gains fits.</remarks>
    /// <param name="shares">[L]: p_l, not negative; their scale does not matter.</param>
    /// <param name="dimensions">m.</param>
    /// <exception cref="ArgumentException">A share is negative or not finite, or the dimensions do not suffice for the least segments.</exception>
    public static int[] Of(ReadOnlySpan<double> shares, int dimensions)
    {
        foreach (var share in shares)
            if (!(share >= 0 && double.IsFinite(share))) throw new ArgumentException($"Shares must be finite and not negative, but one is {share}.", nameof(shares));
        if (dimensions < (long)Least * shares.Length)
            throw new ArgumentException($"{shares.Length} segments need at least {(long)Least * shares.Length} dimensions, but {dimensions} were given.", nameof(dimensions));
        var segments = new int[shares.Length];
        Array.Fill(segments, Least);
        var free = dimensions - Least * segments.Length;
        while (Best(shares, segments, free) is var best and >= 0)
        {
            free -= segments[best];
            segments[best] *= 2;
        }
        return segments;
    }

    /// <summary>sum_l p_l^2 / m_l, of shares scaled to sum to 1.</summary>
    public static double Variance(ReadOnlySpan<double> shares, ReadOnlySpan<int> segments)
    {
        var (sum, variance) = (0.0, 0.0);
        foreach (var share in shares) sum += share;
        for (var l = 0; l < shares.Length; l++) variance += shares[l] / sum * (shares[l] / sum) / segments[l];
        return variance;
    }

    /// <summary>The segment to double: the first of the greatest share for its length, or -1 where none that gains fits.</summary>
    private static int Best(ReadOnlySpan<double> shares, int[] segments, int free)
    {
        var best = -1;
        for (var l = 0; l < segments.Length; l++)
        {
            if (segments[l] > free || shares[l] == 0) continue;
            if (best < 0 || shares[l] / segments[l] > shares[best] / segments[best]) best = l;
        }
        return best;
    }
}
