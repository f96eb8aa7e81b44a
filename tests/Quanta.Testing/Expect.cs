using Xunit.Sdk;

namespace Quanta.Testing;

/// <summary>Assertions on numbers that NaN cannot pass, each with the reason for its tolerance.</summary>
public static class Expect
{
    /// <summary>Fails unless |actual - expected| &lt;= tolerance.</summary>
    public static void Near(double expected, double actual, double tolerance, string because)
    {
        if (!(Math.Abs(actual - expected) <= tolerance))
            throw new XunitException($"Expected {expected:R} within {tolerance:R} ({because}), but found {actual:R}.");
    }

    /// <summary>Fails unless every element is within the tolerance; reports the worst one and its index.</summary>
    public static void AllNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string because)
    {
        if (expected.Length != actual.Length) throw new XunitException($"Expected {expected.Length} values, but found {actual.Length}.");
        var (worst, worstIndex) = (0.0, -1);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)actual[i] - expected[i]);
            if (difference <= worst) continue;
            (worst, worstIndex) = (difference, i);
            if (double.IsNaN(difference)) break;
        }
        if (!(worst <= tolerance))
            throw new XunitException($"Expected every value within {tolerance:R} ({because}), but at [{worstIndex}] expected {expected[worstIndex]:R} and found {actual[worstIndex]:R}.");
    }

    /// <summary>Fails unless ||actual - expected|| &lt;= tolerance * ||expected||.</summary>
    public static void NearInNorm(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string because)
    {
        if (expected.Length != actual.Length) throw new XunitException($"Expected {expected.Length} values, but found {actual.Length}.");
        double difference = 0, norm = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow((double)actual[i] - expected[i], 2);
            norm += Math.Pow(expected[i], 2);
        }
        if (!(Math.Sqrt(difference) <= tolerance * Math.Sqrt(norm)))
            throw new XunitException($"Expected a relative difference in norm of at most {tolerance:R} ({because}), but found {Math.Sqrt(difference / norm):R}.");
    }
}
