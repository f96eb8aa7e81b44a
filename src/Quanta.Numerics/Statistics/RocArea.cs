namespace Quanta.Numerics.Statistics;

/// <summary>The area under the receiver operating characteristic: the probability that a value of one set is greater than one of another, ties counting half (Mann and Whitney 1947).</summary>
public static class RocArea
{
    /// <param name="positives">Values that should be great; sorted in place.</param>
    /// <param name="negatives">Values that should be small; sorted in place.</param>
    /// <returns>In [0, 1]; NaN where a set is empty or a value is not a number.</returns>
    public static double Of(Span<float> positives, Span<float> negatives)
    {
        if (positives.IsEmpty || negatives.IsEmpty) return double.NaN;
        positives.Sort();
        negatives.Sort();
        // The order puts what is no number first.
        if (float.IsNaN(positives[0]) || float.IsNaN(negatives[0])) return double.NaN;
        var (below, upTo, twice) = (0, 0, 0.0);
        foreach (var value in positives)
        {
            while (below < negatives.Length && negatives[below] < value) below++;
            while (upTo < negatives.Length && negatives[upTo] <= value) upTo++;
            twice += (double)below + upTo;
        }
        return twice / 2 / positives.Length / negatives.Length;
    }
}
