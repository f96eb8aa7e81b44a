using System.Text;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Rendering;

/// <summary>A chart as a PDF of one page of the chart's size, its fonts embedded.</summary>
internal static class PdfPage
{
    public static void Write(ChartComposition composition, Stream destination, PdfOptions options)
    {
        var files = FontFiles.Find(options.FontFolders);
        var fonts = (Regular: new PdfFont(TrueTypeFont.Read(files.Regular), "ChartRegular"),
            Bold: new PdfFont(TrueTypeFont.Read(files.Bold), "ChartBold"));
        var layout = ChartLayout.Of(composition);
        var canvas = new PdfCanvas(layout.Height, options.Dark ? Theme.Dark : Theme.Light, fonts);
        ChartPainter.Draw(canvas, layout);

        var objects = new PdfObjects();
        var (catalog, pages, page) = (objects.Reserve(), objects.Reserve(), objects.Reserve());
        var (title, description) = (PdfObjects.Text(ChartDescription.TitleOf(composition)), PdfObjects.Text(ChartDescription.Of(composition)));
        var information = objects.Add($"<</Title{title}/Subject{description}>>");
        var content = objects.AddStream("", Encoding.ASCII.GetBytes(canvas.Content));
        var (regular, bold) = (fonts.Regular.Embed(objects), fonts.Bold.Embed(objects));
        var resources = $"/Font<</Regular {regular} 0 R/Bold {bold} 0 R>>{Images(canvas, objects)}{Opacities(canvas)}";
        var box = $"[0 0 {PdfObjects.Number(layout.Width)} {PdfObjects.Number(layout.Height)}]";
        objects.Set(catalog, $"<</Type/Catalog/Pages {pages} 0 R/Lang(en)>>");
        objects.Set(pages, $"<</Type/Pages/Kids[{page} 0 R]/Count 1>>");
        objects.Set(page, $"<</Type/Page/Parent {pages} 0 R/MediaBox{box}/Contents {content} 0 R/Resources<<{resources}>>>>");
        objects.Write(destination, catalog, information);
    }

    private static string Images(PdfCanvas canvas, PdfObjects objects)
    {
        var names = canvas.Images.Select((image, i) => $"/Im{i + 1} {Add(image, objects)} 0 R").ToArray();
        return names.Length == 0 ? "" : $"/XObject<<{string.Concat(names)}>>";
    }

    // The colour key masks the transparent index; without interpolation cells keep hard edges.
    private static int Add(RasterImage image, PdfObjects objects)
    {
        var colours = string.Concat(image.Palette.Select(rgb => $"{rgb.R:X2}{rgb.G:X2}{rgb.B:X2}"))
            + string.Concat(Enumerable.Repeat("FFFFFF", RasterImage.Transparent + 1 - image.Palette.Count));
        return objects.AddStream(
            $"/Type/XObject/Subtype/Image/Width {image.Width}/Height {image.Height}/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB "
                + $"{RasterImage.Transparent}<{colours}>]"
            + $"/Mask[{RasterImage.Transparent} {RasterImage.Transparent}]/Interpolate false",
            image.Pixels);
    }

    private static string Opacities(PdfCanvas canvas) => canvas.Opacities.Count == 0 ? "" :
        $"/ExtGState<<{string.Concat(canvas.Opacities.Select(percent => $"/Op{percent}<</ca {PdfObjects.Number(percent / 100.0)}>>"))}>>";
}

/// <summary>How a chart is written as PDF.</summary>
public sealed record PdfOptions
{
    /// <summary>Where fonts are looked for, with all subfolders: DejaVu Sans first, then Verdana, Liberation Sans, Arial and FreeSans.</summary>
    public IReadOnlyList<string> FontFolders { get; init; } =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"];

    /// <summary>Whether the paper is near black; LaTeX users want white.</summary>
    public bool Dark { get; init; }
}

/// <summary>Finds TrueType files to embed: PDF needs the font itself, and no font may be taken for granted on a server.</summary>
internal static class FontFiles
{
    // Regular and bold, best first: the widths that layout reckons with are DejaVu's, and the others are no wider.
    private static readonly (string Regular, string Bold)[] Known =
    [
        ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
        ("Verdana.ttf", "Verdana Bold.ttf"),
        ("verdana.ttf", "verdanab.ttf"),
        ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
        ("Arial.ttf", "Arial Bold.ttf"),
        ("arial.ttf", "arialbd.ttf"),
        ("FreeSans.ttf", "FreeSansBold.ttf"),
    ];

    private static EnumerationOptions Search => new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>The paths of a regular and a bold font, the first of the known ones that some folder holds (searched with its subfolders).</summary>
    /// <exception cref="FileNotFoundException">None is there; the message says what to do.</exception>
    public static (string Regular, string Bold) Find(IReadOnlyList<string> folders)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders.Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.ttf", Search).Order(StringComparer.Ordinal))
                found.TryAdd(Path.GetFileName(file), file);
        }
        foreach (var (regular, bold) in Known)
            if (found.TryGetValue(regular, out var path)) return (path, found.GetValueOrDefault(bold, path));
        throw new FileNotFoundException(
            $"A PDF embeds its font, but none of {string.Join(", ", Known.Select(known => known.Regular))} was found under "
                + $"{string.Join(", ", folders)}; "
            + "install one (on Debian: apt-get install fonts-dejavu-core) or name a folder that holds one.");
    }
}
