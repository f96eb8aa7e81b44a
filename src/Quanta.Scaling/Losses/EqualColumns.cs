namespace Quanta.Scaling.Losses;

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
