namespace Quanta.Numerics.Statistics;

/// <summary>The ranks, counted from 1, that a rank-size fit takes.</summary>
/// <param name="First">At least 1.</param>
/// <param name="Last">Included; ranks beyond the last cluster do not count.</param>
public readonly record struct RankWindow(int First, int Last)
{
    /// <summary>The published window: positions 100 to 999 of the envelope.</summary>
    public static RankWindow Published => new(101, 1000);

    /// <summary>The published window for the published 10,000 points, and the same share of the ranks for other numbers.</summary>
    /// <param name="points">n.</param>
    public static RankWindow For(int points) => new(points / 100 + 1, Math.Max(points / 10, 1));
}
