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
