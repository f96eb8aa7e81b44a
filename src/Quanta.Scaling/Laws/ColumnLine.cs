using Quanta.Scaling.Losses;

namespace Quanta.Scaling.Laws;

/// <summary>Which columns along a scale are one and the same, and which are out of line with the others.</summary>
/// <remarks>
/// <para>Mean losses fall with size and training. A column is out of line when it must be left out so that they do: the others are the longest series whose
/// mean loss never rises from one to the next by more than a tolerance. Whatever bends downwards, however sharply, is in line. Where the choice is open,
/// columns that repeat others are left out, then earlier ones.</para>
/// <para>The tolerance is the greatest of 5 %; six times the spread of the columns about the lines through their neighbours, in ln loss (1.4826 times the
/// median of its absolute values, of five columns or more); and four standard errors of the mean difference of two neighbours. On simulated power laws
/// with 1 % noise fewer than 1 in 100 series of 5 to 143 columns has a column that is called out of line (ColumnLineTests).</para>
/// </remarks>
/// <param name="Repeats">For each column the one whose losses it repeats and that counts in its place, or itself, [columns].</param>
/// <param name="OutOfLine">Indices of columns out of line, ascending.</param>
public sealed record ColumnLine(IReadOnlyList<int> Repeats, IReadOnlyList<int> OutOfLine)
{
    private const double LeastTolerance = 0.05, Spreads = 6, StandardErrors = 4, MadOfNormal = 1.4826;
    private const int FewestResiduals = 5, PredictionsRead = 1 << 16;

    // Less than a column of its own by so little that no number of columns makes up for one.
    private const double WeightOfRepeat = 1 - 1e-6;

    /// <summary>Looks at the columns of a scale.</summary>
    /// <param name="table">Their losses, by the scale; its beginning is read for the errors of means.</param>
    /// <param name="logarithms">ln x of every column, ascending.</param>
    /// <param name="means">The mean loss of every column, nats.</param>
    public static ColumnLine Of(ILossTable table, IReadOnlyList<double> logarithms, IReadOnlyList<double> means)
    {
        var equal = EqualColumns.Find(table, means);
        var isRepeated = equal.Select(first => equal.Count(other => other == first) > 1).ToArray();
        var y = means.Select(mean => Math.Log(mean)).ToArray();
        var outOfLine = Find(logarithms, y, isRepeated, StandardErrors * LargestError(table, means));
        var counting = equal.Select((first, column) => (first, column)).GroupBy(pair => pair.first, pair => pair.column)
            .ToDictionary(same => same.Key, same => same.Except(outOfLine).DefaultIfEmpty(same.Key).First());
        return new ColumnLine([.. equal.Select(first => counting[first])], outOfLine);
    }

    /// <summary>The columns out of line.</summary>
    /// <param name="x">ln x, ascending.</param>
    /// <param name="y">ln of the mean losses; none are out of line where one is not finite.</param>
    /// <param name="isRepeated">Whether a column's losses come more than once.</param>
    /// <param name="noise">What a rise may be by the choice of predictions alone, in ln loss.</param>
    internal static int[] Find(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<bool> isRepeated, double noise)
    {
        if (!y.All(double.IsFinite)) return [];
        var tolerance = Math.Max(Math.Max(LeastTolerance, noise), Spreads * SpreadOf(x, y));
        var (weight, next) = (new double[y.Count], new int[y.Count]);
        for (var i = y.Count - 1; i >= 0; i--)
        {
            next[i] = -1;
            for (var j = y.Count - 1; j > i; j--)
                if (y[j] <= y[i] + tolerance && (next[i] < 0 || weight[j] > weight[next[i]])) next[i] = j;
            weight[i] = (isRepeated[i] ? WeightOfRepeat : 1) + (next[i] < 0 ? 0 : weight[next[i]]);
        }
        var inLine = new HashSet<int>();
        var start = Enumerable.Range(0, y.Count).Reverse().MaxBy(i => weight[i]);
        for (var i = y.Count == 0 ? -1 : start; i >= 0; i = next[i]) inLine.Add(i);
        return [.. Enumerable.Range(0, y.Count).Where(i => !inLine.Contains(i))];
    }

    private static double SpreadOf(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var residuals = new List<double>();
        for (var i = 1; i < y.Count - 1; i++)
        {
            if (!(x[i + 1] > x[i - 1])) continue;
            var share = (x[i] - x[i - 1]) / (x[i + 1] - x[i - 1]);
            residuals.Add(Math.Abs(y[i] - (1 - share) * y[i - 1] - share * y[i + 1]));
        }
        if (residuals.Count < FewestResiduals) return 0;
        residuals.Sort();
        return MadOfNormal * (residuals[(residuals.Count - 1) / 2] + residuals[residuals.Count / 2]) / 2;
    }

    /// <summary>The largest standard error of the mean difference of two neighbours, as a share of the mean.</summary>
    private static double LargestError(ILossTable table, IReadOnlyList<double> means)
    {
        var count = (int)Math.Min(PredictionsRead, table.Predictions);
        var values = new float[count * means.Count];
        table.ReadColumns(0, count, values);
        var largest = 0.0;
        for (var column = 1; column < means.Count; column++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var i = 0; i < count; i++)
            {
                var difference = (double)values[column * count + i] - values[(column - 1) * count + i];
                sum += difference;
                squares += difference * difference;
            }
            var variance = Math.Max(0, squares - sum * sum / count) / Math.Max(1, count - 1);
            largest = Math.Max(largest, Math.Sqrt(variance / table.Predictions) / Math.Min(means[column], means[column - 1]));
        }
        return largest;
    }
}

/// <summary>Columns with the very same losses: one model or checkpoint under two names.</summary>
internal static class EqualColumns
{
    private const int PredictionsAtOnce = 1 << 16;

    /// <summary>For each column the first one with equal losses, which may be itself, [columns].</summary>
    /// <param name="table">Read again only where two columns have the same mean.</param>
    /// <param name="means">The mean of every column.</param>
    public static int[] Find(ILossTable table, IReadOnlyList<double> means)
    {
        var first = new int[means.Count];
        for (var column = 0; column < first.Length; column++)
        {
            first[column] = column;
            for (var other = 0; other < column && first[column] == column; other++)
                if (first[other] == other && means[other].Equals(means[column]) && AreEqual(table.WithColumns([other, column]))) first[column] = other;
        }
        return first;
    }

    private static bool AreEqual(ILossTable pair)
    {
        var values = new float[2 * PredictionsAtOnce];
        for (long row = 0; row < pair.Predictions; row += PredictionsAtOnce)
        {
            var count = (int)Math.Min(PredictionsAtOnce, pair.Predictions - row);
            pair.ReadColumns(row, count, values.AsSpan(0, 2 * count));
            if (!values.AsSpan(0, count).SequenceEqual(values.AsSpan(count, count))) return false;
        }
        return true;
    }
}
