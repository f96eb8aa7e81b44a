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

/// <summary>How two labellings of the same points meet.</summary>
/// <remarks>Legend: n points, R rows (distinct labels of the first labelling), C columns (of the second). Only cells that are not 0 are
/// kept.</remarks>
public sealed class ContingencyTable
{
    private ContingencyTable(int[] rowSizes, int[] columnSizes, (int Row, int Column, int Count)[] cells, int total) =>
        (RowSizes, ColumnSizes, Cells, Total) = (rowSizes, columnSizes, cells, total);

    /// <summary>n.</summary>
    public int Total { get; }

    /// <summary>[R]: points with each label of the first labelling.</summary>
    public IReadOnlyList<int> RowSizes { get; }

    /// <summary>[C]: points with each label of the second labelling.</summary>
    public IReadOnlyList<int> ColumnSizes { get; }

    /// <summary>The cells that are not 0, row by row.</summary>
    public IReadOnlyList<(int Row, int Column, int Count)> Cells { get; }

    /// <summary>Counts the pairs of labels.</summary>
    /// <param name="first">[n], any integers.</param>
    /// <param name="second">[n], any integers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ContingencyTable Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException(
                $"Two labellings of the same points must be equally long, but they have {first.Length} and {second.Length} labels.", nameof(second));
        var (rows, rowSizes) = Number(first);
        var (columns, columnSizes) = Number(second);
        var counts = new Dictionary<(int Row, int Column), int>();
        for (var i = 0; i < rows.Length; i++) counts[(rows[i], columns[i])] = counts.GetValueOrDefault((rows[i], columns[i])) + 1;
        var cells = counts.Select(cell => (cell.Key.Row, cell.Key.Column, cell.Value)).Order().ToArray();
        return new ContingencyTable(rowSizes, columnSizes, cells, rows.Length);
    }

    /// <summary>Distinct labels numbered in the order of their values, and how often each occurs.</summary>
    private static (int[] Numbers, int[] Sizes) Number(ReadOnlySpan<int> labels)
    {
        var values = labels.ToArray();
        var distinct = values.Distinct().Order().ToArray();
        var numbers = Array.ConvertAll(values, value => Array.BinarySearch(distinct, value));
        var sizes = new int[distinct.Length];
        foreach (var number in numbers) sizes[number]++;
        return (numbers, sizes);
    }
}

/// <summary>The mutual information, in nats, that two labellings of given cluster sizes have on average when one of them is shuffled.</summary>
/// <remarks>Vinh, Epps and Bailey 2010, equation 24a: over each pair of cluster sizes (a, b), the sum over the overlaps m that are possible of
/// (m / n) ln(n m / (a b)) times the hypergeometric probability of m. Pairs of equal sizes are computed once.</remarks>
internal static class ExpectedMutualInformation
{
    public static double Of(ContingencyTable table)
    {
        var logFactorial = LogFactorials(table.Total);
        var (rows, columns) = (Multiplicities(table.RowSizes), Multiplicities(table.ColumnSizes));
        var sum = 0.0;
        foreach (var (a, timesA) in rows)
            foreach (var (b, timesB) in columns) sum += (double)timesA * timesB * OfPair(a, b, table.Total, logFactorial);
        return sum;
    }

    private static double OfPair(int a, int b, int n, double[] logFactorial)
    {
        var sum = 0.0;
        var common = logFactorial[a] + logFactorial[b] + logFactorial[n - a] + logFactorial[n - b] - logFactorial[n];
        for (var m = Math.Max(1, a + b - n); m <= Math.Min(a, b); m++)
        {
            var logProbability = common - logFactorial[m] - logFactorial[a - m] - logFactorial[b - m] - logFactorial[n - a - b + m];
            sum += (double)m / n * Math.Log((double)n * m / ((double)a * b)) * Math.Exp(logProbability);
        }
        return sum;
    }

    private static IReadOnlyList<(int Size, int Times)> Multiplicities(IReadOnlyList<int> sizes) =>
        [.. sizes.GroupBy(size => size).Select(group => (group.Key, group.Count())).OrderBy(pair => pair.Key)];

    private static double[] LogFactorials(int n)
    {
        var logs = new double[n + 1];
        for (var i = 1; i <= n; i++) logs[i] = logs[i - 1] + Math.Log(i);
        return logs;
    }
}
