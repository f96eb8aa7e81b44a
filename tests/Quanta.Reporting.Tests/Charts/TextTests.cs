using System.Xml.Linq;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Charts;

public sealed class TextTests
{
    public static TheoryData<string> HostileTexts =>
    [
        "</text><script>alert(1)</script>", "]]>", "&amp;<!--", "\" onload=\"x", "' x='",
        "\u0000\u0001\u001F\u007F\u0085", "\u202Eright to left\u202C", "\uD800", "a\uDC00b", "\uFFFE\uFFFF",
        "Z\u0301\u0302\u0303\u0304\u0305", "\u0301leading mark", "a\nb\tc\rd", "  two  spaces  ", new string('w', 5000), "\U0001F600", "=1+1",
    ];

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Hostile_text_stays_text_everywhere(string text)
    {
        var data = Frame.Of(("x", [1, 2]), ("y", [1, 2])).With("kind", [text, "tame"]);
        var chart = new Chart
        {
            Title = text,
            Caption = text,
            Description = text,
            Panels =
            [
                new Panel
                {
                    Title = text,
                    X = Axis.Category(text),
                    Y = Axis.Linear(text),
                    Colour = ColourScale.Categorical(text),
                    Marks = [new Points(data, "kind", "y") { ColourBy = "kind" }, new Note(text, 1, 1)],
                },
            ],
        };
        var svg = XDocument.Parse(chart.ToSvg());
        var elements = svg.Descendants().Select(element => element.Name.LocalName).ToHashSet();
        Assert.Subset(new HashSet<string> { "svg", "title", "desc", "style", "rect", "path", "circle", "g", "clipPath", "text", "tspan" }, elements);
        Assert.DoesNotContain(svg.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain(svg.Root!.Value, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain('\u202E', svg.Root.Value);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\nb\tc", "a\u23CEb\u21E5c")]
    [InlineData("\u0000\u202E", "[U+0000][U+202E]")]
    [InlineData("Z\u0301\u0302\u0303\u0304", "Z\u0301\u0302\u0303")]
    [InlineData("\u0301x", "\u25CC\u0301x")]
    [InlineData("naïve 日本 \U0001F600", "naïve 日本 \U0001F600")]
    public void Visible_text_shows_what_would_hide(string text, string expected) => Assert.Equal(expected, VisibleText.Of(text));

    // Not among the cases above, because attributes store text as UTF-8, which has no half surrogates.
    [Fact]
    public void Half_surrogates_are_shown_by_number() => Assert.Equal("a[U+D800]b[U+DC00]", VisibleText.Of("a\uD800b\uDC00"));

    [Fact]
    public void Only_math_labels_know_markup()
    {
        Assert.Single(Label.Literal("x^2_i").Runs);
        Assert.Equal(["L ∝ N", "\u22120.1", " p", "i"], Label.Math("L ∝ N^{\u22120.1} p_i").Runs.Select(run => run.Text));
        Assert.Equal("L ∝ N^\u22120.1 p_i", Label.Math("L ∝ N^{\u22120.1} p_i").PlainText);
        Assert.Throws<ArgumentException>(() => Label.Math("x^{2"));
    }

    [Fact]
    public void Lines_break_at_spaces_and_keep_their_words()
    {
        Label text = "one two three four five six seven eight nine ten";
        var lines = LineBreaker.Break(text, 10, 80);
        Assert.True(lines.Count > 2);
        Assert.All(lines, line => Assert.True(TextMetrics.Width(line.PlainText.TrimEnd(), 10) <= 80));
        Assert.Equal(text.PlainText, string.Concat(lines.Select(line => line.PlainText)));
        Assert.Empty(LineBreaker.Break(Label.Empty, 10, 80));
    }

    [Theory]
    [InlineData(1000, "unchanged")]
    [InlineData(30, "unc…")]
    public void Long_labels_are_shortened_to_the_room(double width, string expected)
    {
        var shortened = LineBreaker.Shorten("unchanged", 10, width);
        Assert.Equal(expected, shortened.PlainText);
        Assert.True(TextMetrics.Width(shortened, 10) <= width);
    }
}
