namespace Quanta.Numerics.Statistics;

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
