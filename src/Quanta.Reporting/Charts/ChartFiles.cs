using Quanta.Formats.Files;
using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>Writes charts. The same chart gives the same bytes, wherever and whenever it is written.</summary>
public static class ChartFiles
{
    /// <summary>The chart as a self-contained SVG document. Text stays text; heat maps are embedded pictures.</summary>
    /// <exception cref="ArgumentException">A mark names a column that is not there, a limit has no place on its axis, or the panels leave no
    /// room.</exception>
    public static string ToSvg(this Chart chart, SvgOptions? options = null) =>
        SvgDocument.Write(ChartComposition.Of(chart), options ?? new SvgOptions());

    /// <summary>Writes the chart as a PDF of one page with its font embedded, for LaTeX; its text can be searched and copied.</summary>
    /// <exception cref="FileNotFoundException">No usable font is on the machine; the message says how to get one.</exception>
    public static void ToPdf(this Chart chart, Stream destination, PdfOptions? options = null) =>
        PdfPage.Write(ChartComposition.Of(chart), destination, options ?? new PdfOptions());

    /// <summary>Renders the chart to a PNG file in the light theme, with a browser of the Chromium family (<see cref="Chromium"/>).</summary>
    /// <exception cref="FileNotFoundException">No browser is on the machine; the message says how to get one.</exception>
    public static Task ToPngAsync(this Chart chart, string pngFile, PngOptions? options = null, CancellationToken cancellation = default)
    {
        var composition = ChartComposition.Of(chart);
        var layout = ChartLayout.Of(composition);
        var svg = SvgDocument.Write(composition, new SvgOptions { Theme = SvgTheme.Light });
        return Chromium.RenderAsync(svg, layout.Width / Typography.PointsPerInch, layout.Height / Typography.PointsPerInch, pngFile, options,
            cancellation);
    }

    /// <summary>What the chart draws, as CSV: one long table, and a matrix for each heat map.</summary>
    public static IReadOnlyList<ChartTable> ToTables(this Chart chart) => ChartTables.Of(ChartComposition.Of(chart));

    /// <summary>What the chart shows, in words, for readers who cannot see it; the SVG carries the same text.</summary>
    public static string Describe(this Chart chart) => ChartDescription.Of(ChartComposition.Of(chart));

    /// <summary>
    /// Writes NAME.svg and, beside it, NAME.csv (and NAME-panelN.csv for heat maps) into an existing folder. Returns the files' names.
    /// </summary>
    public static IReadOnlyList<string> Save(this Chart chart, string folder, string name, SvgOptions? options = null)
    {
        var files = new List<string> { $"{name}.svg" };
        AtomicFile.WriteText(Path.Combine(folder, files[0]), chart.ToSvg(options ?? new SvgOptions { Id = name }));
        foreach (var table in chart.ToTables())
        {
            files.Add($"{name}{table.Suffix}.csv");
            AtomicFile.WriteText(Path.Combine(folder, files[^1]), table.Csv);
        }
        return files;
    }

    /// <summary>As <see cref="Save"/>, and NAME.pdf.</summary>
    /// <exception cref="FileNotFoundException">See <see cref="ToPdf"/>.</exception>
    public static IReadOnlyList<string> SaveWithPdf(this Chart chart, string folder, string name)
    {
        var (files, pdf) = (chart.Save(folder, name), $"{name}.pdf");
        AtomicFile.Write(Path.Combine(folder, pdf), stream => chart.ToPdf(stream));
        return [.. files, pdf];
    }
}
