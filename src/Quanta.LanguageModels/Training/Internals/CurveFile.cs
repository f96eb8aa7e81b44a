using System.Globalization;
using Quanta.Formats.Files;

namespace Quanta.LanguageModels.Training.Internals;

/// <summary>A curve as CSV: a header, then rows of numbers, the step first. Numbers are written so that reading gives the same bits.</summary>
internal sealed class CurveFile(string path, params string[] columns)
{
    private readonly List<double[]> _rows = [];

    public IReadOnlyList<double[]> Rows => _rows;

    public void Add(params double[] row) => _rows.Add(row);

    public void Write() => AtomicFile.WriteText(
        path,
        string.Concat(_rows.Select(Line).Prepend(string.Join(',', columns)).Select(line => line + "\n")));

    /// <summary>Takes up the rows on the disk up to a step; later ones belong to steps that must be done again.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public void Resume(long lastStep)
    {
        if (!File.Exists(path)) return;
        foreach (var (line, text) in File.ReadLines(path).Index().Skip(1))
        {
            var cells = text.Split(',');
            var row = new double[columns.Length];
            var isGood = cells.Length == row.Length;
            for (var i = 0; isGood && i < row.Length; i++) isGood = double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out row[i]);
            if (!isGood) throw new InvalidDataException($"{path}: line {line + 1} must hold {columns.Length} numbers, but it is \"{text}\". Remove the folder to begin anew.");
            if (row[0] <= lastStep) _rows.Add(row);
        }
    }

    private static string Line(double[] row) => string.Join(',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
}

/// <summary>Steps 1, r, r^2, ..., rounded.</summary>
internal static class LogSpacedSteps
{
    /// <summary>The steps up to <paramref name="last"/>, ascending and distinct.</summary>
    public static IReadOnlySet<long> UpTo(long last, double ratio)
    {
        var steps = new SortedSet<long>();
        for (var step = 1.0; Math.Round(step) <= last; step *= ratio) steps.Add((long)Math.Round(step));
        return steps;
    }
}
