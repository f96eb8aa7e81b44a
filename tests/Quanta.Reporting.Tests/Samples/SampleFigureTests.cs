using System.Xml.Linq;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Tests.Samples;

public class SampleFigureTests
{
    private static readonly SvgOptions Light = new() { Theme = SvgTheme.Light };

    [Fact]
    public void Every_sample_is_there_in_words_and_its_target_marked()
    {
        var figure = Figure(new TokenContext(["Once", " upon", " a", " time", " there"], 3), new TokenContext(["He said", ",", " \""], 2), new TokenContext(["x"], 0));
        var svg = XDocument.Parse(figure.ToSvg(Light));
        string[] texts = [.. Elements(svg, "text").Select(text => text.Value)];
        Assert.Equal(["The title", "A cluster", "Once upon a", "time", "He said,", "\"", "x", "A caption"], texts);
        Assert.Equal(3, Marks(svg).Count);
        Assert.Contains("predicted “ time”, “ \"”", Elements(svg, "desc").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_breaks_of_the_text_are_shown_and_kept()
    {
        var lines = SampleLine.Of(new TokenContext(["The end.", "\n\n", "Then", ","], 3), size: 10, width: 500);
        Assert.Equal(["The end.⏎⏎", "Then"], lines.Select(line => line.Text.PlainText));
        Assert.Equal([0, TextMetrics.Width("Then", 10)], lines.Select(line => line.TargetStart));
        var broken = SampleLine.Of(new TokenContext(["The end.", "\n"], 1), size: 10, width: 500);
        Assert.Equal("⏎", Assert.Single(broken).Target);
        var after = SampleLine.Of(new TokenContext(["The end.\n", "One"], 1), size: 10, width: 500);
        Assert.Equal([("The end.⏎", ""), ("", "One")], after.Select(line => (line.Text.PlainText, line.Target)));
        Assert.Equal("One", SampleLine.Of(new TokenContext(["\n\n", " One", ","], 2), size: 10, width: 500)[0].Text.PlainText);
    }

    [Fact]
    public void A_target_of_blanks_is_still_marked()
    {
        var line = Assert.Single(SampleLine.Of(new TokenContext(["a", "  "], 1), size: 10, width: 100));
        Assert.Equal("  ", line.Target);
    }

    [SharedDataFact("data/texts")]
    public void The_published_samples_of_figure_14_stay_within_their_columns()
    {
        SamplePanel Panel(int rank)
        {
            var samples = LatexFragmentParser.Cluster(File.ReadAllText(SharedData.Path($"data/texts/tinystories/cluster{rank}.tex")));
            return new SamplePanel($"Cluster {rank}", samples);
        }
        var figure = new SampleFigure("Figure 14", "", [Panel(11), Panel(31), Panel(75), Panel(77)]);
        var svg = XDocument.Parse(figure.ToSvg(Light));
        var (width, marks) = (Number(svg.Root!.Attribute("viewBox")!.Value.Split(' ')[2]), Marks(svg));
        Assert.Equal(5 + 8 + 5 + 5, marks.Count);
        Assert.All(marks, mark => Assert.True(mark.Right <= (mark.Left < width / 2 ? width / 2 : width), $"a mark ends at {mark.Right} of {width}"));
    }

    [Fact]
    public void A_figure_of_nothing_is_refused() =>
        Assert.Contains("needs panels", Assert.Throws<ArgumentException>(() => new SampleFigure("x", "", []).ToSvg()).Message, StringComparison.Ordinal);

    private static SampleFigure Figure(params TokenContext[] samples) => new("The title", "A caption", [new SamplePanel("A cluster", samples)]);

    private static IEnumerable<XElement> Elements(XDocument svg, string name) => svg.Descendants().Where(element => element.Name.LocalName == name);

    private static List<(double Left, double Right)> Marks(XDocument svg) =>
    [
        .. Elements(svg, "rect").Where(rect => rect.Attribute("fill-opacity") is not null)
            .Select(rect => (Number(rect.Attribute("x")!.Value), Number(rect.Attribute("x")!.Value) + Number(rect.Attribute("width")!.Value))),
    ];

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
