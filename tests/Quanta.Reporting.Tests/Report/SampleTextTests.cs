using Quanta.Reporting.Charts;
using Quanta.Reporting.Report;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Report;

public sealed class SampleTextTests
{
    private const double LeastContrast = 4.5; // WCAG 2, level AA, for text of ordinary size
    private static readonly Rgb LightInk = Rgb.Parse("#1b1f24"), DarkInk = Rgb.Parse("#e8ebee");

    [Fact]
    public void Neighbours_of_one_shade_share_an_element_and_the_target_is_marked() =>
        Assert.Equal("""<p class="context" dir="auto">a<i class="a"> b c</i><i class="e"> d</i><mark>·e</mark></p>""", Markup(["a", " b", " c", " d", " e"], [double.NaN, 0.2, 0.3, 7]));

    [Fact]
    public void White_space_shows() =>
        Assert.Equal("<p class=\"context\" dir=\"auto\">in word··⏎\n→⏎\n·end<mark>⏎·→</mark></p>", Markup(["in word", "  ", "\n\t", "\n ", "end", "\n \t"], [0, 0, 0, 0, 0]));

    [Fact]
    public void Markup_in_a_token_is_text() =>
        Assert.Equal("<p class=\"context\" dir=\"auto\">&lt;b&gt;&amp;amp;<mark>&lt;/p&gt;&quot;[U+202E]</mark></p>", Markup(["<b>", "&amp;", "</p>\"\u202E"], [0, 0]));

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(0.0999, 0)]
    [InlineData(0.1, 1)]
    [InlineData(5.99, 4)]
    [InlineData(1e9, 5)]
    public void Shades_begin_at_their_bounds(double nats, int level) => Assert.Equal(level, LossTint.Level(nats));

    [Fact]
    public void Text_can_be_read_on_every_shade_and_shades_are_told_apart_in_grey()
    {
        Assert.All(LossTint.Light, shade => Assert.True(Rgb.Contrast(shade, LightInk) >= LeastContrast, shade.ToString()));
        Assert.All(LossTint.Dark, shade => Assert.True(Rgb.Contrast(shade, DarkInk) >= LeastContrast, shade.ToString()));
        Assert.Equal(LossTint.Light.Select(shade => shade.Luminance).OrderDescending(), LossTint.Light.Select(shade => shade.Luminance));
        Assert.Equal(LossTint.Dark.Select(shade => shade.Luminance).Order(), LossTint.Dark.Select(shade => shade.Luminance));
    }

    [Theory]
    [InlineData(null, "(not said)")]
    [InlineData("", "(empty)")]
    [InlineData(" ", "·")]
    [InlineData("short", "short")]
    [InlineData("123456789", "1234567…")]
    [InlineData("123456\U0001F600x", "123456…")]
    public void Names_are_short_and_never_invisible(string? name, string shown) => Assert.Equal(shown, ShortName.Of(name, longest: 7));

    private static string Markup(string[] tokens, double[] losses)
    {
        var html = new HtmlWriter();
        SampleText.Write(html, new TokenContext(tokens, tokens.Length - 1), losses);
        return html.ToString();
    }
}
