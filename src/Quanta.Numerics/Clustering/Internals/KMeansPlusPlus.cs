using System.Numerics;
using Quanta.Numerics.Random;

namespace Quanta.Numerics.Clustering.Internals;

/// <summary>Starting centres: greedy k-means++.</summary>
/// <remarks>Arthur and Vassilvitskii 2007, "k-means++: the advantages of careful seeding": each next centre is drawn with probability proportional
/// to the
/// squared distance to the nearest centre so far; the greedy form, as in scikit-learn, draws 2 + ln k candidates and keeps the one that lowers
/// the sum of these distances most.</remarks>
internal static class KMeansPlusPlus
{
    /// <summary>Draws k points.</summary>
    /// <returns>[k]: indices of points.</returns>
    public static int[] Choose(PointSet points, int k, Philox random)
    {
        var (candidates, buffer) = (Candidates(k), new float[points.Count]);
        var (nearest, trial, best) = (new float[points.Count], new float[points.Count], new float[points.Count]);
        var cumulative = new double[points.Count];
        var chosen = new int[k];
        chosen[0] = random.NextInt32(points.Count);
        Array.Fill(best, float.PositiveInfinity);
        Lower(best, points.DistancesTo(chosen[0], buffer), nearest);
        for (var c = 1; c < k; c++)
        {
            Accumulate(nearest, cumulative);
            if (cumulative[^1] == 0)
            {
                FillWithUnchosen(chosen, c);
                break;
            }
            var bestSum = double.PositiveInfinity;
            for (var t = 0; t < candidates; t++)
            {
                var candidate = Draw(cumulative, random);
                var sum = Lower(nearest, points.DistancesTo(candidate, buffer), trial);
                if (!(sum < bestSum)) continue;
                (bestSum, chosen[c]) = (sum, candidate);
                (trial, best) = (best, trial);
            }
            (nearest, best) = (best, nearest);
        }
        return chosen;
    }

    /// <summary>How many candidates each centre after the first is chosen from.</summary>
    public static int Candidates(int k) => 2 + (int)Math.Log(k);

    /// <summary>lowered = min(distances, others), element by element; returns the sum.</summary>
    private static double Lower(ReadOnlySpan<float> distances, ReadOnlySpan<float> others, Span<float> lowered)
    {
        var (first, second) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i + Vector<float>.Count <= lowered.Length; i += Vector<float>.Count)
        {
            var lower = Vector.Min(new Vector<float>(distances[i..]), new Vector<float>(others[i..]));
            lower.CopyTo(lowered[i..]);
            Vector.Widen(lower, out var low, out var high);
            (first, second) = (first + low, second + high);
        }
        var sum = Vector.Sum(first + second);
        for (; i < lowered.Length; i++) sum += lowered[i] = Math.Min(distances[i], others[i]);
        return sum;
    }

    private static void Accumulate(float[] weights, double[] cumulative)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) cumulative[i] = sum += weights[i];
    }

    /// <summary>Where every point coincides with a chosen one: the first that are not chosen.</summary>
    private static void FillWithUnchosen(int[] chosen, int from)
    {
        var taken = chosen[..from].ToHashSet();
        for (var (point, c) = (0, from); c < chosen.Length; point++)
            if (!taken.Contains(point)) chosen[c++] = point;
    }

    /// <summary>A point with probability proportional to its weight.</summary>
    private static int Draw(double[] cumulative, Philox random)
    {
        var target = random.NextDouble() * cumulative[^1];
        var (low, high) = (0, cumulative.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cumulative[middle] > target) high = middle; else low = middle + 1;
        }
        return low;
    }
}
