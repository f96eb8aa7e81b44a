using System.Xml.Linq;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;
using Quanta.Reporting.Tests.Gallery;

namespace Quanta.Reporting.Tests.Charts;

public sealed class ChartTests
{
    private static readonly Frame Data = Frame.Of(("x", [1, 2, 3]), ("y", [4, 5, 6]), ("g", [1, 1, 2])).With("kind", ["b", "a", "b"]);

    [Fact]
    public void Same_chart_gives_the_same_svg_and_tables()
    {
        foreach (var (path, text) in GalleryPage.Files().Zip(GalleryPage.Files(), (a, b) => (a.Path, a.Text == b.Text))) Assert.True(text, path);
    }

    [Fact]
    public void Svg_is_an_image_with_a_title_and_a_description()
    {
        var svg = XDocument.Parse(PythiaFigures.Figure3().Chart.ToSvg(new SvgOptions { Id = "fig3" })).Root!;
        Assert.Equal("img", svg.Attribute("role")!.Value);
        Assert.Equal("fig3-title fig3-desc", svg.Attribute("aria-labelledby")!.Value);
        var described = svg.Elements().First(element => element.Name.LocalName == "desc");
        Assert.Equal("fig3-desc", described.Attribute("id")!.Value);
        Assert.Contains("Mean loss (bits) (logarithmic", described.Value, StringComparison.Ordinal);
        Assert.Contains("'L ∝ N^\u22120.083'", described.Value, StringComparison.Ordinal);
        Assert.Equal("5.5in", svg.Attribute("width")!.Value);
        Assert.Equal("2.3in", svg.Attribute("height")!.Value);
    }

    [Fact]
    public void Themes_are_properties_or_plain_colours()
    {
        var chart = MarkFigures.All().First().Chart;
        Assert.Contains("var(--quanta-foreground,#1b1f24)", chart.ToSvg(), StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", chart.ToSvg(), StringComparison.Ordinal);
        Assert.DoesNotContain("<style", chart.ToSvg(new SvgOptions { IncludeStyle = false }), StringComparison.Ordinal);
        foreach (var theme in new[] { SvgTheme.Light, SvgTheme.Dark })
        {
            var svg = chart.ToSvg(new SvgOptions { Theme = theme });
            Assert.DoesNotContain("var(", svg, StringComparison.Ordinal);
            Assert.Contains(theme == SvgTheme.Light ? "#ffffff" : "#14181d", svg, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("\"onload")]
    public void Ids_that_could_break_out_are_refused(string id) =>
        Assert.Throws<ArgumentException>(() => With(new Points(Data, "x", "y")).ToSvg(new SvgOptions { Id = id }));

    [Fact]
    public void Facets_are_titled_and_can_share_their_ranges()
    {
        var panels = Facets.Of(Data, "kind", rows => new Panel { Marks = [new Points(rows, "x", "y")] });
        Assert.Equal(["b", "a"], panels.Select(panel => panel.Title.PlainText));
        var composed = ChartComposition.Of(new Chart { Panels = panels, ShareX = true, ShareY = true });
        Assert.Equal(composed.Panels[0].X.Maximum, composed.Panels[1].X.Maximum);
        Assert.Equal(composed.Panels[0].Y.Minimum, composed.Panels[1].Y.Minimum);
    }

    [Fact]
    public void Categories_keep_their_colours_in_every_panel()
    {
        var colour = ColourScale.Categorical();
        Panel Of(string kind) => new() { Colour = colour, Marks = [new Points(Data.Where("kind", kind), "x", "y") { ColourBy = "kind" }] };
        var composed = ChartComposition.Of(new Chart { Panels = [Of("b"), Of("a")] });
        Assert.Equal(Ink.Category(0), composed.Panels[0].Legend[0].Look.Ink);
        Assert.Equal(Ink.Category(1), composed.Panels[1].Legend[0].Look.Ink);
    }

    [Fact]
    public void Lines_split_by_colour_and_group()
    {
        var composed = ChartComposition.Of(With(new Line(Data, "x", "y") { ColourBy = "kind", GroupBy = "g" }));
        Assert.Equal(["b / 1", "b / 2", "a / 1"], composed.Panels[0].Layers.Select(layer => layer.Series));
    }

    [Fact]
    public void A_line_and_its_points_share_one_legend_entry()
    {
        Mark[] marks = [new Line(Data, "x", "y") { Name = "run" }, new Points(Data, "x", "y") { Name = "run", Ink = Ink.Category(0) }];
        var entry = Assert.Single(ChartComposition.Of(With(marks)).Panels[0].Legend);
        Assert.Equal(LegendKeys.Line | LegendKeys.Marker, entry.Keys);
    }

    [Fact]
    public void A_fitted_line_on_logarithmic_axes_is_the_power_law_of_the_rows_with_a_place()
    {
        var data = Frame.Of(("x", [1, 10, 100, 1000, -1, 10]), ("y", [8, 4, 2, 1, 5, double.NaN]));
        var slope = double.NaN;
        var mark = new FittedLine(data, "x", "y")
        {
            NameOf = fit =>
            {
                slope = fit.Slope;
                return "fit";
            },
        };
        var chart = new Chart { Panels = [new Panel { X = Axis.Log(), Y = Axis.Log(), Marks = [mark] }] };
        Assert.Equal(["1", "1000"], DrawnData.Rows(chart).Select(row => row["x"]));
        Expect.Near(-Math.Log10(2), slope, 1e-12, "y halves every decade exactly");
    }

    [Fact]
    public void Tick_labels_never_overlap()
    {
        foreach (var figure in GalleryPage.All)
        {
            var layout = ChartLayout.Of(ChartComposition.Of(figure.Chart));
            foreach (var panel in layout.Panels)
            {
                var spans = panel.TicksX.Where(tick => !tick.IsMinor)
                    .Select(tick => (At: panel.Plane.PageX(tick.Value), Half: TextMetrics.Width(tick.Label, layout.Type.Tick) / 2))
                    .OrderBy(span => span.At).ToArray();
                foreach (var (left, right) in spans.Zip(spans.Skip(1))) Assert.True(left.At + left.Half < right.At - right.Half, figure.Name);
            }
        }
    }

    [Fact]
    public void Panels_stay_on_the_page_and_apart()
    {
        foreach (var figure in GalleryPage.All)
        {
            var layout = ChartLayout.Of(ChartComposition.Of(figure.Chart));
            var areas = layout.Panels.Select(panel => panel.Plane.Area).ToArray();
            Assert.All(areas, area =>
                Assert.True(area is { X: > 0, Y: > 0 } && area.Right < layout.Width && area.Bottom < layout.Height, figure.Name));
            for (var i = 0; i < areas.Length; i++)
                for (var j = 0; j < i; j++) Assert.True(areas[i].X > areas[j].Right || areas[j].X > areas[i].Right || areas[i].Y > areas[j].Bottom
                    || areas[j].Y > areas[i].Bottom, figure.Name);
        }
    }

    [Fact]
    public void Empty_data_draws_axes_only()
    {
        var none = Data.Where("x", _ => false);
        var chart = With(new Points(none, "x", "y"), new Line(none, "x", "y"), new Histogram(none, "x", 0, 1), new FittedLine(none, "x", "y"),
            new Bars(none, "x", "y"));
        Assert.Empty(DrawnData.Circles(XDocument.Parse(chart.ToSvg())));
    }

    [Fact]
    public void Mistakes_are_refused_with_a_sentence()
    {
        var points = new Points(Data, "x", "y");
        AssertRefused("at least one panel", new Chart());
        AssertRefused("no room", With(points) with { Width = 0.3 });
        AssertRefused("colour scale", new Chart { Panels = [new Panel { Marks = [points with { ColourBy = "x" }] }] });
        AssertRefused("sequential", With(new HeatMap(Grid.Matrix(1, 1, (_, _) => 1))));
    }

    private static void AssertRefused(string reason, Chart chart) =>
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => chart.ToSvg()).Message, StringComparison.Ordinal);

    private static Chart With(params Mark[] marks) => new() { Panels = [new Panel { Colour = ColourScale.Categorical(), Marks = marks }] };
}
