using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;
using Quanta.Reporting.Tests.Gallery;

namespace Quanta.Reporting.Tests.Rendering;

public sealed partial class PdfTests
{
    public static TheoryData<string> Names => [.. GalleryPage.All.Select(figure => figure.Name)];

    [FontTheory]
    [MemberData(nameof(Names))]
    public void Every_gallery_chart_becomes_a_page_of_its_size_whose_table_finds_its_objects(string name)
    {
        var figure = GalleryPage.All.Single(figure => figure.Name == name);
        var pdf = Latin(figure.Chart);
        Assert.Contains($"MediaBox[0 0 {figure.Chart.Width * 72:0.###} ", pdf, StringComparison.Ordinal);
        var table = int.Parse(StartOfTable().Match(pdf).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.StartsWith("xref", pdf[table..], StringComparison.Ordinal);
        foreach (var (i, entry) in Entries().Matches(pdf[table..]).Index())
            Assert.StartsWith($"{i + 1} 0 obj", pdf[int.Parse(entry.Groups[1].Value, CultureInfo.InvariantCulture)..], StringComparison.Ordinal);
    }

    [FontFact]
    public void Same_chart_gives_the_same_bytes() => Assert.Equal(Latin(GalleryPage.Figures[0].Chart), Latin(GalleryPage.Figures[0].Chart));

    [FontFact]
    public void Only_the_glyphs_in_use_are_embedded()
    {
        using var pdf = new MemoryStream();
        GalleryPage.Figures[0].Chart.ToPdf(pdf);
        Assert.InRange(pdf.Length, 10_000, 150_000); // DejaVu Sans alone has 750 kB
    }

    [Fact]
    public void Without_a_font_the_error_says_what_to_install()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<FileNotFoundException>(() =>
            GalleryPage.Figures[0].Chart.ToPdf(Stream.Null, new PdfOptions { FontFolders = [folder.Path] }));
        Assert.Contains("apt-get install fonts-dejavu-core", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_font_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("DejaVuSans.ttf"), [0, 1, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8]);
        var error = Assert.Throws<InvalidDataException>(() =>
            GalleryPage.Figures[0].Chart.ToPdf(Stream.Null, new PdfOptions { FontFolders = [folder.Path] }));
        Assert.Contains("DejaVuSans.ttf", error.Message, StringComparison.Ordinal);
    }

    private static string Latin(Chart chart)
    {
        using var pdf = new MemoryStream();
        chart.ToPdf(pdf);
        return Encoding.Latin1.GetString(pdf.ToArray());
    }

    [GeneratedRegex(@"startxref\n(\d+)\n%%EOF\n$")]
    private static partial Regex StartOfTable();

    [GeneratedRegex(@"(\d{10}) 00000 n ")]
    private static partial Regex Entries();
}
