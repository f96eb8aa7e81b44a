using System.Text;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Parity;
using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>Every file of the gallery: docs/gallery.md, and in docs/gallery the pictures with their tables.</summary>
internal static class GalleryPage
{
    public static IReadOnlyList<GalleryFigure> Figures { get; } =
    [
        ScalingFigures.Figure2(), PythiaFigures.Figure3(), PythiaFigures.Figure4(), ParityFigures.Figure7(), ParityFigures.Figure8(),
            ParityFigures.Figure9(),
        ScalingFigures.Figure10(), PythiaFigures.Figure11(), PythiaFigures.Figure12(), ClusterFigures.Figure15(), ScalingFigures.Figure18(),
    ];

    public static IReadOnlyList<GalleryFigure> Marks { get; } = [.. MarkFigures.All()];

    public static IEnumerable<GalleryFigure> All => Figures.Concat(Marks);

    /// <summary>Paths relative to docs with the text that belongs there.</summary>
    public static IEnumerable<(string Path, string Text)> Files() =>
    [
        ("gallery.md", Page()),
        .. All.SelectMany(FilesOf),
    ];

    private static IEnumerable<(string, string)> FilesOf(GalleryFigure figure) =>
    [
        ($"gallery/{figure.Name}.svg", figure.Captioned.ToSvg(new SvgOptions { Id = figure.Name })),
        .. figure.Chart.ToTables().Select(table => ($"gallery/{figure.Name}{table.Suffix}.csv", table.Csv)),
    ];

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append("""
            # Gallery of charts

            Every mark of `Quanta.Reporting.Charts`, and the figures of "The Quantization Model of Neural Scaling" (arXiv 2303.13506) drawn with it.
            Each picture is a declaration of a few lines in `tests/Quanta.Reporting.Tests/Gallery`, those of parity in
            `src/Quanta.Reporting/Parity`, where `quanta parity figures` draws them from runs; beside each lies a CSV with exactly what is drawn.
            Numbers that were read off the published figures are in `gallery/data`; where there are none, the text says what stands in for them.
            Colours are ours, chosen to survive colour blindness, grey print and a dark page. A test compares this page, the pictures and the
            tables with what the library writes, another how Chromium shows the pictures; after an intended change, make them again with

                QUANTA_GALLERY=write dotnet test tests/Quanta.Reporting.Tests --filter Gallery

            ## Figures of the paper

            Figures 13 and 14 are texts of clusters, which `SampleFigure` draws; figure 14, from a run of ours, is in
            [experiments/tinystories](../experiments/tinystories/README.md).


            """);
        foreach (var figure in Figures) AppendFigure(page, figure, "Published");
        page.Append("## Marks\n\n");
        foreach (var figure in Marks) AppendFigure(page, figure, "Shows");
        page.Append("""
            ## A figure's declaration

            A `Chart` is a value: panels, each with two axes, a colour scale and marks, each mark with a frame of columns. `chart.Save(folder, name)`
            writes the SVG and its tables, `chart.ToPdf(stream)` a PDF with its font embedded, `chart.ToPngAsync(file)` a PNG where a browser of
            the Chromium family is installed. Figure 9, as it stands in `SubtasksLearnedChart.cs`:

            ```csharp

            """);
        return page.Append(Declaration($"{nameof(SubtasksLearnedChart)}.cs")).Append("```\n").ToString();
    }

    // The declaration of a chart, without its indentation.
    private static string Declaration(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "src", "Quanta.Reporting", "Parity", file));
        var start = Array.FindIndex(lines, line => line.Contains(" static Chart Draw(", StringComparison.Ordinal));
        var end = Array.IndexOf(lines, "    };", start);
        return string.Concat(lines[start..(end + 1)].Select(line => (line.Length > 4 ? line[4..] : "") + "\n"));
    }

    private static void AppendFigure(StringBuilder page, GalleryFigure figure, string what)
    {
        var tables = figure.Chart.ToTables().Select(table => $"[{figure.Name}{table.Suffix}.csv](gallery/{figure.Name}{table.Suffix}.csv)");
        page.Append("### ").Append(figure.Heading).Append("\n\n![")
            .Append(figure.Chart.Description.Length > 0 ? figure.Chart.Description : figure.Heading).Append("](gallery/").Append(figure.Name)
            .Append(".svg)\n\n");
        page.Append("- ").Append(what).Append(": ").Append(figure.Published).Append('\n');
        page.Append("- Drawn from: ").Append(figure.Drawn).Append('\n');
        page.Append("- Data: ").AppendJoin(", ", tables).Append("\n\n");
    }
}
