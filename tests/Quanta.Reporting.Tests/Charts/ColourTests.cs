using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Charts;

public sealed class ColourTests
{
    // Severe protanopia, deuteranopia and tritanopia after Machado, Oliveira and Fernandes (2009), on linear sRGB; the first is normal sight.
    private static readonly double[][,] Sights =
    [
        new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
        new double[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } },
        new double[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } },
        new double[,] { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } },
    ];

    public static TheoryData<string> Maps => [.. ColourMap.All.Select(map => map.Name)];

    public static TheoryData<string> Themes => [Theme.Light.Name, Theme.Dark.Name];

    [Theory]
    [MemberData(nameof(Maps))]
    public void Luminance_rises_along_every_map(string name)
    {
        var map = ColourMap.All.Single(map => map.Name == name);
        for (var i = 1; i <= 100; i++) Assert.True(map.At(i / 100.0).Luminance > map.At((i - 1) / 100.0).Luminance, $"{name} at {i} %");
        Assert.Equal(map.At(0), map.At(-1));
        Assert.Equal(map.At(1), map.At(2));
    }

    [Theory]
    [InlineData("viridis", 0.5, "#21918c")]
    [InlineData("magma", 0.25, "#4f127b")]
    [InlineData("plasma", 1, "#f0f921")]
    [InlineData("copper", 0.4, "#663f28")]
    [InlineData("CMR", 0.5, "#ff4026")]
    public void Maps_pass_through_their_anchors(string name, double t, string colour) =>
        Assert.Equal(colour, ColourMap.All.Single(map => map.Name == name).At(t).ToString());

    [Theory]
    [MemberData(nameof(Maps))]
    public void The_legible_part_shows_on_both_papers(string name)
    {
        var map = ColourMap.All.Single(map => map.Name == name);
        var (from, to) = map.Legible;
        Assert.True(to - from > 0.3);
        foreach (var t in new[] { from, (from + to) / 2, to })
            foreach (var theme in new[] { Theme.Light, Theme.Dark }) Assert.True(Rgb.Contrast(map.At(t), theme.Background) >= 1.6);
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Categories_differ_for_every_sight_and_in_grey(string name)
    {
        var colours = (name == Theme.Light.Name ? Theme.Light : Theme.Dark).Categories;
        for (var i = 0; i < colours.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                foreach (var sight in Sights) Assert.True(Distance(Lab(colours[i], sight), Lab(colours[j], sight)) >= 18,
                    $"{colours[i]} and {colours[j]}");
                Assert.True(Math.Abs(Lab(colours[i], Sights[0])[0] - Lab(colours[j], Sights[0])[0]) >= 5, $"{colours[i]} and {colours[j]} in grey");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Themes))]
    public void Text_and_categories_have_their_contrast(string name)
    {
        var theme = name == Theme.Light.Name ? Theme.Light : Theme.Dark;
        foreach (var text in new[] { theme.Foreground, theme.Muted }) Assert.True(Rgb.Contrast(text, theme.Background) >= 4.5);
        foreach (var colour in theme.Categories) Assert.True(Rgb.Contrast(colour, theme.Background) >= 3, colour.ToString());
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    // CIE Lab under D65.
    private static double[] Lab(Rgb colour, double[,] sight)
    {
        double[] rgb = [.. new[] { colour.R, colour.G, colour.B }.Select(c => c / 255.0).Select(c => c <= 0.04045
            ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        double[] seen = [.. Enumerable.Range(0, 3).Select(i => Math.Clamp(sight[i, 0] * rgb[0] + sight[i, 1] * rgb[1] + sight[i, 2] * rgb[2], 0, 1))];
        var x = F((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
        var y = F(0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]);
        var z = F((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)];

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
    }
}
