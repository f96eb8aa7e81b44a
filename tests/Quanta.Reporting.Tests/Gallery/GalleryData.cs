using System.Globalization;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>The gallery's tables: numbers read off the published figures, in docs/gallery/data.</summary>
internal static class GalleryData
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "gallery");

    /// <summary>A table of plain comma-separated fields; a column of numbers throughout is numeric.</summary>
    public static Frame Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "data", name + ".csv"));
        var rows = lines.Skip(1).Select(line => line.Split(',')).ToArray();
        return lines[0].Split(',').Index().Aggregate(Frame.Of(), (frame, column) =>
        {
            string[] texts = [.. rows.Select(row => row[column.Index])];
            double[] numbers = [.. texts.Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value : double.NaN)];
            return numbers.Any(double.IsNaN) ? frame.With(column.Item, texts) : frame.With(column.Item, numbers);
        });
    }

    /// <summary>
    /// The power law's exponent for each value of "alpha": columns alpha (the paper's, one less than the runs') and exponent (without its sign).
    /// </summary>
    public static Frame Exponents(Frame data, string x, string y)
    {
        var fits = data.GroupBy("alpha")
            .Select(group => (Alpha: group.Rows["alpha"][0] - 1, Fit: StraightLine.FitPowerLaw(group.Rows[x], group.Rows[y]))).ToArray();
        return Frame.Of(("alpha", [.. fits.Select(fit => fit.Alpha)]), ("exponent", [.. fits.Select(fit => Math.Abs(fit.Fit.Slope))]));
    }
}
