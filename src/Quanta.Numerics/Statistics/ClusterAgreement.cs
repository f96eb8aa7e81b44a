namespace Quanta.Numerics.Statistics;

/// <summary>How well two labellings of the same points agree, whatever the labels are called. Definitions and corner cases as in scikit-learn
/// 1.2.</summary>
/// <remarks>All are symmetric. Natural logarithms throughout; the normalised measures do not depend on the base.</remarks>
public static class ClusterAgreement
{
    /// <summary>Sums of some thousand logarithms agree to this.</summary>
    private const double Rounding = 1e-13;

    /// <summary>The adjusted Rand index: 1 for equal partitions, 0 expected for independent ones of the same sizes, negative below chance.</summary>
    /// <remarks>Hubert and Arabie 1985, "Comparing partitions". Computed from pair counts. 1 where neither labelling, or both, split any
    /// pair.</remarks>
    /// <param name="first">[n].</param>
    /// <param name="second">[n].</param>
    public static double AdjustedRandIndex(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var table = ContingencyTable.Of(first, second);
        var together = table.Cells.Sum(cell => SquareOf(cell.Count));
        var (inFirst, inSecond) = (table.RowSizes.Sum(SquareOf), table.ColumnSizes.Sum(SquareOf));
        double n = table.Total;
        var (bothTogether, onlyFirst, onlySecond) = (together - n, inFirst - together, inSecond - together);
        if (onlyFirst == 0 && onlySecond == 0) return 1;
        var bothApart = n * n - inFirst - inSecond + together;
        return 2 * (bothTogether * bothApart - onlyFirst * onlySecond)
            / ((bothTogether + onlyFirst) * (onlyFirst + bothApart) + (bothTogether + onlySecond) * (onlySecond + bothApart));
    }

    /// <summary>Mutual information divided by the mean of the two entropies, in [0, 1]. Grows with the number of clusters even by chance.</summary>
    /// <param name="first">[n].</param>
    /// <param name="second">[n].</param>
    public static double NormalizedMutualInformation(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var table = ContingencyTable.Of(first, second);
        if (IsTrivial(table)) return 1;
        var information = MutualInformation(table);
        return information <= Rounding ? 0 : information / MeanEntropy(table);
    }

    /// <summary>Mutual information less what chance gives, divided by the mean of the two entropies less the same: 1 for equal partitions, 0
    /// expected by chance.</summary>
    /// <remarks>Vinh, Epps and Bailey 2010, "Information theoretic measures for clusterings comparison", with the arithmetic mean.
    /// 0 where chance explains everything, as when every point is a cluster of its own.</remarks>
    /// <param name="first">[n].</param>
    /// <param name="second">[n].</param>
    public static double AdjustedMutualInformation(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var table = ContingencyTable.Of(first, second);
        if (IsTrivial(table)) return 1;
        var (expected, entropy) = (ExpectedMutualInformation.Of(table), MeanEntropy(table));
        var range = entropy - expected;
        return Math.Abs(range) <= Rounding * entropy ? 0 : (MutualInformation(table) - expected) / range;
    }

    /// <summary>In nats.</summary>
    internal static double MutualInformation(ContingencyTable table)
    {
        var (sum, n) = (0.0, (double)table.Total);
        foreach (var (row, column, count) in table.Cells)
            sum += count / n * (Math.Log(count) + Math.Log(n) - Math.Log(table.RowSizes[row]) - Math.Log(table.ColumnSizes[column]));
        return Math.Max(0, sum);
    }

    private static double MeanEntropy(ContingencyTable table) => (Entropy(table.RowSizes, table.Total) + Entropy(table.ColumnSizes, table.Total)) / 2;

    private static double Entropy(IReadOnlyList<int> sizes, int total) => -sizes.Sum(size => (double)size / total * Math.Log((double)size / total));

    /// <summary>Both labellings put everything together, or there is nothing to label.</summary>
    private static bool IsTrivial(ContingencyTable table) => table.Total == 0 || (table.RowSizes.Count == 1 && table.ColumnSizes.Count == 1);

    private static double SquareOf(int count) => (double)count * count;
}
