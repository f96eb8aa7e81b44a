using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Parity;

/// <summary>The published values that stand beside ours; null for a table that is not there.</summary>
/// <param name="Widths">parity-widths.csv: parameters, loss.</param>
/// <param name="MeanLoss">parity-mean-loss.csv: step, loss.</param>
/// <param name="Samples">parity-samples.csv: samples, loss.</param>
/// <param name="Converged">parity-convergence.csv: subtask, frequency, step.</param>
/// <param name="Learned">parity-learned.csv: alpha, samples, learned.</param>
/// <param name="Parameters">parity-parameters.csv: alpha, parameters, loss.</param>
/// <param name="Steps">parity-steps.csv: alpha, run, step, loss.</param>
/// <param name="Data">parity-data.csv: alpha, samples, loss.</param>
public sealed record PublishedParity(
    Frame? Widths, Frame? MeanLoss, Frame? Samples, Frame? Converged, Frame? Learned, Frame? Parameters, Frame? Steps, Frame? Data)
{
    /// <summary>No published values.</summary>
    public static PublishedParity None { get; } = new(null, null, null, null, null, null, null, null);

    /// <summary>Reads the tables that a folder has; docs/gallery/data has all.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">The folder has none of the tables, or a damaged one.</exception>
    public static PublishedParity Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder {folder} with published values.");
        Frame? Table(string name) => Path.Combine(folder, $"parity-{name}.csv") is var path && File.Exists(path) ? FrameFiles.ReadCsv(path) : null;
        var tables = new PublishedParity(
            Table("widths"), Table("mean-loss"), Table("samples"), Table("convergence"), Table("learned"), Table("parameters"), Table("steps"), Table("data"));
        return tables == None
            ? throw new InvalidDataException($"{folder} must hold tables of published values such as parity-parameters.csv, but holds none; docs/gallery/data has them.")
            : tables;
    }
}

/// <summary>How published values stand beside ours: single runs as crosses, curves as dotted lines.</summary>
internal static class PublishedMarks
{
    /// <summary>One cross a row; nothing without data.</summary>
    public static IEnumerable<Mark> Crosses(Frame? published, string x, string y, string? colourBy = null) =>
        published is null ? [] : [Named(new Points(published, x, y) { Shape = MarkerShape.Cross, Size = 2.5, ColourBy = colourBy })];

    /// <summary>A line through the rows, or one for each value of two columns; nothing without data.</summary>
    public static IEnumerable<Mark> Curve(Frame? published, string x, string y, string? colourBy = null, string? groupBy = null) =>
        published is null ? [] : [Named(new Line(published, x, y) { Width = 0.8, Dash = Dash.Dotted, ColourBy = colourBy, GroupBy = groupBy })];

    private static Mark Named(Mark mark) => mark with { Name = "published", Ink = mark.ColourBy is null ? Ink.Muted : null };
}
