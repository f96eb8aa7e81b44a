using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;
using Quanta.Reporting.Tests.Rendering;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>The gallery as a real browser shows it, beside pictures that were looked at.</summary>
public sealed partial class GalleryPixelTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Quanta.Reporting.Tests", "Gallery", "Pixels");

    private static bool IsWriting => Environment.GetEnvironmentVariable("QUANTA_GALLERY") == "write";

    [PixelFact]
    public async Task Gallery_looks_as_it_did()
    {
        var page = await browser.OpenEmptyAsync();
        if (IsWriting) await WriteAsync(page);
        var faults = new List<string>();
        foreach (var figure in GalleryPage.All)
        {
            var golden = await File.ReadAllBytesAsync(PathOf(figure));
            var difference = await Pictures.CompareAsync(page, golden, await Pictures.RenderAsync(page, SvgOf(figure)));
            if (!IsAlike(difference)) faults.Add($"{figure.Name}: {difference}");
        }
        Assert.True(faults.Count == 0, $"Not as in {Folder}; see docs/gallery.md for how to make the pictures again.\n{string.Join('\n', faults)}");
    }

    [Fact]
    public void Every_figure_has_a_picture_and_no_other_is_there() =>
        Assert.Equal(GalleryPage.All.Select(figure => figure.Name + ".png").Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    /// <summary>What the comparison is for, on figures of lines, of bars, of categories and of an area of colours.</summary>
    [PixelFact]
    public async Task A_shifted_or_missing_part_is_found()
    {
        string[] names = ["figure-3", "mark-bars", "mark-lines", "mark-mesh"];
        var page = await browser.OpenEmptyAsync();
        foreach (var figure in GalleryPage.All.Where(figure => names.Contains(figure.Name)))
        {
            var svg = SvgOf(figure);
            var whole = await Pictures.RenderAsync(page, svg);
            Assert.Equal(new PictureDifference(0, 0), await Pictures.CompareAsync(page, whole, whole));
            foreach (var (name, harmed) in Harmed(svg))
            {
                var difference = await Pictures.CompareAsync(page, whole, await Pictures.RenderAsync(page, harmed));
                Assert.False(IsAlike(difference), $"{figure.Name}, {name}: {difference}");
            }
        }
    }

    // One Chromium draws the same whatever its hinting (0 and 0.0016 were measured). Another may round an edge or a glyph otherwise, which is to
    // pass as long as it is no more than a few letters' worth: one thin line missing changes 0.0006 of a picture or more, a shift of all by
    // 0.13 pixels changes 0.01 of it and 1.3 levels of the mean.
    private static bool IsAlike(PictureDifference difference) => difference is { Changed: <= 0.0005, Mean: <= 1 };

    private static IEnumerable<(string Name, string Svg)> Harmed(string svg)
    {
        yield return ("shifted by 5 pixels", svg.Replace("viewBox=\"0 0 ", "viewBox=\"-3.75 0 ", StringComparison.Ordinal));
        yield return ("without one mark", LastClipped().Replace(svg, "", 1));
    }

    private static string SvgOf(GalleryFigure figure) => figure.Captioned.ToSvg(new SvgOptions { Id = figure.Name });

    private static string PathOf(GalleryFigure figure) => Path.Combine(Folder, figure.Name + ".png");

    private static async Task WriteAsync(IPage page)
    {
        foreach (var file in Directory.GetFiles(Folder)) File.Delete(file);
        foreach (var figure in GalleryPage.All) await File.WriteAllBytesAsync(PathOf(figure), await Pictures.RenderAsync(page, SvgOf(figure)));
    }

    // The first element of the last panel's marks: one line, one area or one picture.
    [GeneratedRegex("(?<=<g clip-path=[^>]*>\n)<[^>]*>", RegexOptions.RightToLeft)]
    private static partial Regex LastClipped();

    /// <summary>A fact that is skipped, with the reason, where the pictures would differ for want of a browser or of their font.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PixelFactAttribute : FactAttribute
    {
        public PixelFactAttribute() => Skip = Chromium.Find() is null ? "needs a browser of the Chromium family" : Fonts.WhyOther;
    }
}
