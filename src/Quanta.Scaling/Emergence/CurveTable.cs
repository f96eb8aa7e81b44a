using System.Globalization;
using Quanta.Scaling.NextTokens;
using Quanta.Scaling.Tables;

namespace Quanta.Scaling.Emergence;

/// <summary>Makes curves from a long table: one row for each model and task.</summary>
public static class CurveTable
{
    /// <summary>One curve a task, in the order in which tasks first appear.</summary>
    /// <remarks>Rows of scale 0, models before training, have no place on a logarithmic axis and are left out, as are rows without a score.</remarks>
    /// <exception cref="InvalidDataException">A column is missing, a scale cannot be read, a row names no task, or no row is left.</exception>
    public static IReadOnlyList<ScaleCurve> Curves(TextTable table, CurveTableOptions options)
    {
        var rows = Enumerable.Range(0, table.Rows);
        foreach (var (column, value) in options.Where)
        {
            var fields = table[column];
            rows = rows.Where(row => fields[row] == value);
        }
        var tasks = Names(table, options.Task);
        if (options.Tasks.Count > 0) rows = rows.Where(row => options.Tasks.Any(pattern => Matches(tasks[row], pattern)));
        int[] kept = [.. rows];
        if (kept.Length == 0)
            throw new InvalidDataException($"{table.Name} must have rows that pass the conditions, but none of its {table.Rows} rows does.");
        return kept.Length == table.Rows ? Grouped(table, options) : Grouped(Part(table, kept), options);
    }

    /// <summary>Whether a name is the pattern, or begins with what stands before its final '*'.</summary>
    public static bool Matches(string name, string pattern) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;

    /// <summary>Some rows of a table, with a name under which messages can count them.</summary>
    private static TextTable Part(TextTable table, int[] rows) => new(
        $"the {rows.Length} rows that count in {table.Name}", table.Headers,
        [.. table.Headers.Select(header => table[header]).Select(fields => Array.ConvertAll(rows, row => fields[row]))]);

    private static ScaleCurve[] Grouped(TextTable table, CurveTableOptions options)
    {
        var (names, scales, scores) = (Names(table, options.Task), Scales(table, options.Scale), table.Numbers(options.Score));
        var nameless = Array.FindIndex(names, string.IsNullOrWhiteSpace);
        if (nameless >= 0 && options.Task.Count > 0)
        {
            throw new InvalidDataException(
                $"Row {nameless + 1} of {table.Name} must name a task in column '{string.Join("', '", options.Task)}', but is empty there.");
        }
        var items = options.Items is null ? null : table.Numbers(options.Items);
        return
        [
            .. Enumerable.Range(0, table.Rows).Where(row => !double.IsNaN(scores[row]) && scales[row] != 0).GroupBy(row => names[row], StringComparer.Ordinal)
                .Select(task => Curve(task.Key, [.. task])),
        ];

        ScaleCurve Curve(string task, int[] rows)
        {
            var inferred = options.InferItems ? ItemCount.Infer(rows.Select(row => scores[row])) : double.NaN;
            return new ScaleCurve(task, rows.Select(row => new ScalePoint(scales[row], scores[row], items?[row] ?? inferred)));
        }
    }

    private static string[] Names(TextTable table, IReadOnlyList<string> columns)
    {
        IReadOnlyList<string>[] parts = [.. columns.Select(column => table[column])];
        return [.. Enumerable.Range(0, table.Rows).Select(row => string.Join(" / ", parts.Select(part => part[row])))];
    }

    private static double[] Scales(TextTable table, string column)
    {
        var fields = table[column];
        var scales = new double[fields.Count];
        for (var row = 0; row < scales.Length; row++)
        {
            if (!double.TryParse(fields[row], NumberStyles.Float, CultureInfo.InvariantCulture, out scales[row]))
                scales[row] = ModelSizes.FromName(fields[row]);
            if (!double.IsNaN(scales[row])) continue;
            throw new InvalidDataException(
                $"Row {row + 1} of {table.Name} must have a scale in column '{column}', a number or a name such as pythia-1.4b, but has '{fields[row]}'.");
        }
        return scales;
    }
}

/// <summary>Which columns and rows of a table of scores make curves.</summary>
public sealed record CurveTableOptions
{
    /// <summary>The columns whose values together name a curve, joined by " / "; none for a single curve.</summary>
    public IReadOnlyList<string> Task { get; init; } = ["task"];

    /// <summary>The column of scales: numbers, or names that hold a number of parameters such as pythia-1.4b.</summary>
    public string Scale { get; init; } = "scale";

    public string Score { get; init; } = "score";

    /// <summary>The column of item counts; null where there is none.</summary>
    public string? Items { get; init; }

    /// <summary>Whether item counts are told from the scores themselves (<see cref="ItemCount"/>).</summary>
    public bool InferItems { get; init; }

    /// <summary>Rows that count: columns and the value each must have.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Where { get; init; } = [];

    /// <summary>Tasks that count, by name or by the beginning of it followed by '*'; empty for all.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];
}

/// <summary>Tells from shares such as 0.21543408360128619 how many items they are shares of.</summary>
public static class ItemCount
{
    private const int Most = 100_000;

    /// <summary>The least n for which every share times n is whole, as far as double precision tells; NaN where there is none up to 100,000, or the shares
    /// are fewer than three different ones between 0 and 1, which say too little.</summary>
    /// <remarks>If all shares happen to be whole in a part of the items, the answer is that part: noise is then overstated, never understated.</remarks>
    public static double Infer(IEnumerable<double> shares)
    {
        const int fewest = 3;
        double[] values = [.. shares.Where(value => value is > 0 and < 1).Distinct()];
        if (values.Length < fewest) return double.NaN;
        for (var n = 2; n <= Most; n++)
            if (Array.TrueForAll(values, value => IsWhole(value * n))) return n;
        return double.NaN;
    }

    // The products' rounding is below 1e-11 for n up to 1e5; a share of another n is off by at least 1 / n unless it is whole by chance.
    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) <= 1e-8;
}
