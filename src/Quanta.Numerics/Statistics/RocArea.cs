using System.Runtime.InteropServices;

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

    /// <summary>Whether a similarity holds sets of points together: of each set, the area for its own pairs against pairs of which one point is in it and the other in another set.</summary>
    /// <param name="labels">[n]: the set of each point.</param>
    /// <param name="readRow">Copies a point's similarities to all n into a row.</param>
    /// <param name="isAsked">Whether a pair of one set counts; null: all do.</param>
    /// <returns>The mean over the sets that have pairs of both kinds, NaN where there are none; and how many these are. Of a set, at most 1,000 points spread over it are compared with
    /// the others.</returns>
    public static (double Mean, int Sets) MeanOf(IReadOnlyList<int> labels, Action<int, Span<float>> readRow, Func<int, int, bool>? isAsked = null)
    {
        const int mostMembers = 1000;
        var (row, areas) = (new float[labels.Count], new List<double>());
        foreach (var set in Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]))
        {
            var (members, own, other) = (set.ToArray(), new List<float>(), new List<float>());
            var chosen = Math.Min(members.Length, mostMembers);
            for (var place = 0; place < chosen; place++)
            {
                var i = members[(int)((long)place * members.Length / chosen)];
                readRow(i, row);
                for (var j = 0; j < row.Length; j++)
                {
                    if (labels[j] != set.Key) other.Add(row[j]);
                    else if (j < i && isAsked?.Invoke(i, j) != false) own.Add(row[j]);
                }
            }
            if (own.Count > 0 && other.Count > 0) areas.Add(Of(CollectionsMarshal.AsSpan(own), CollectionsMarshal.AsSpan(other)));
        }
        return (areas.Count == 0 ? double.NaN : areas.Average(), areas.Count);
    }
}
