using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>One picture for each kind of mark, and one for text that must not misbehave.</summary>
internal static class MarkFigures
{
    public static IEnumerable<GalleryFigure> All() => [Categories(), Intervals(), Histograms(), Bars(), Meshes(), Maps(), Hostile()];

    private static GalleryFigure Categories()
    {
        string[] names = ["web", "books", "code", "law", "mail", "papers", "wiki", "news"];
        var rows = names.Index().SelectMany(name => Enumerable.Range(0, 7).Select(decade => (Kind: name.Item, name.Index, Decade: decade))).ToArray();
        var data = Frame.Of(
                ("tokens", [.. rows.Select(row => Math.Pow(10, 3 + row.Decade))]),
                ("loss", [.. rows.Select(row => Math.Round((5 + row.Index) * Math.Pow(10, -0.008 * row.Decade * (10 + row.Index)), 4))]))
            .With("kind", [.. rows.Select(row => row.Kind)]);
        return new("mark-lines", "Lines, markers and categories",
            "`Line` with `Markers`, coloured by a categorical column: each category has its colour, its marker and its dash, so that colour "
                + "blindness and grey print lose nothing.", "Synthetic.",
            new Chart
            {
                Title = "Loss by kind of text",
                Caption = "Eight categories on logarithmic axes; the legend stands beside the panel.",
                Panels = [new Panel
                {
                    X = Axis.Log("Tokens seen"),
                    Y = Axis.Log("Loss (nats)"),
                    Colour = ColourScale.Categorical("kind"),
                    Legend = LegendPlacement.Outside,
                    Marks = [new Line(data, "tokens", "loss") { ColourBy = "kind", Markers = 4 }],
                }],
            });
    }

    private static GalleryFigure Intervals()
    {
        double[] x = [.. Enumerable.Range(1, 9).Select(i => (double)i)];
        double[] y = [.. x.Select(v => Math.Round(2 + Math.Sqrt(v) + 0.2 * Math.Sin(3 * v), 3))];
        var data = Frame.Of(("x", x), ("y", y), ("low", [.. y.Select(v => v - 0.3)]), ("high", [.. y.Select(v => v + 0.45)]),
            ("left", [.. x.Select(v => v - 0.25)]), ("right", [.. x.Select(v => v + 0.25)]));
        return new("mark-intervals", "Error bars, bands, rules and notes",
            "`ErrorBars` in y and x, `Band` around a line, `FittedLine`, `Rule` and `Note`.", "Synthetic.", new Chart
            {
                Height = 2.2,
                Panels =
            [
                new Panel
                {
                    Title = "Error bars and a fit",
                    X = Axis.Linear("Size"),
                    Y = Axis.Linear("Score"),
                    Marks =
                    [
                        new ErrorBars(data, "x", "y") { RangeY = ("low", "high"), RangeX = ("left", "right"), Ink = Ink.Category(0) },
                        new Points(data, "x", "y") { Ink = Ink.Category(0), Name = "measured" },
                        new FittedLine(data, "x", "y") { Ink = Ink.Foreground, NameOf = fit => $"slope {Fixed(fit.Slope)}" },
                    ],
                },
                new Panel
                {
                    Title = "Band, rules and a note",
                    X = Axis.Linear("Size"),
                    Y = Axis.Linear("Score"),
                    Marks =
                    [
                        new Band(data, "x", "low", "high") { Ink = Ink.Category(4), Name = "interval" },
                        new Line(data, "x", "y") { Ink = Ink.Category(4), Name = "mean" },
                        Rule.AtY(4.5),
                        Rule.AtX(6) with { Dash = Dash.Dotted },
                        new Note("chance", 1, 4.54),
                    ],
                },
            ],
            });
    }

    private static GalleryFigure Histograms()
    {
        var (first, second) = (Frame.Of(("v", Synthetic.Normals(2000, 1))),
            Frame.Of(("v", [.. Synthetic.Normals(2000, 2).Select(v => 1.5 + 0.6 * v)])));
        Histogram Of(Frame data, string name, HistogramStyle style) =>
            new(data, "v", -4, 4) { Name = name, Style = style, Bins = 40, Opacity = style == HistogramStyle.Area ? 0.6 : 1 };
        return new("mark-histograms", "Histograms",
            "`Histogram` as filled areas and as steps, here also on a logarithmic axis, where an empty bin falls to the axis.",
            "2000 normal values each, from two seeds.", new Chart
            {
                Height = 2.2,
                Panels = [On(HistogramStyle.Area, Axis.Linear("Density")), On(HistogramStyle.Step, Axis.Log("Density"))],
            });

        Panel On(HistogramStyle style, Axis y) => new()
        {
            X = Axis.Linear("Value"),
            Y = y,
            Marks = [Of(first, "first", style), Of(second, "second", style)],
        };
    }

    private static GalleryFigure Bars()
    {
        var counts = Frame.Of(("tokens", [812, 640, 433, 120, 95, -60])).With("kind", ["numbers", "newlines", "names", "quotes", "brackets", "lost"]);
        return new("mark-bars", "Bars on a category axis", "`Bars` from 0, with a category axis in order of first appearance.", "Synthetic.",
            new Chart
            {
                Height = 2,
                Width = 4,
                Panels =
            [
                new Panel
                {
                    X = Axis.Category("Kind of cluster"),
                    Y = Axis.Linear("Change in tokens"),
                    Marks = [new Bars(counts, "kind", "tokens"), Rule.AtY(0) with { Dash = Dash.Solid, Ink = Ink.Foreground }],
                },
            ],
            });
    }

    private static GalleryFigure Meshes()
    {
        double[] x = [.. Enumerable.Range(0, 41).Select(i => Math.Round(Math.Pow(10, i / 10.0), 4))];
        double[] y = [.. Enumerable.Range(0, 31).Select(i => Math.Round(Math.Pow(10, -2 + i / 15.0), 5))];
        double Loss(int row, int column) => Math.Round(1 + 400 / Math.Pow(x[column], 0.34) * (0.02 + y[row]), 3);
        var cells = Enumerable.Range(0, 30).SelectMany(row => Enumerable.Range(0, 40).Select(column => (row, column)));
        var mesh = Grid.Mesh(x, y, [.. cells.Select(cell => cell is { row: 20, column: > 30 } ? double.NaN : Loss(cell.row, cell.column))]);
        Panel On(Axis horizontal, Axis vertical) => new()
        {
            X = horizontal,
            Y = vertical,
            Colour = ColourScale.Sequential(ColourMap.Viridis) with { Logarithmic = true, Label = "Loss" },
            Marks = [new HeatMap(mesh)],
        };
        return new("mark-mesh", "Meshes and heat maps",
            "`HeatMap` over uneven cells: one picture layer, cells on logarithmic axes or resampled on linear ones, missing cells left blank, a "
                + "logarithmic colour bar.", "A formula.", new Chart
                {
                    Height = 2.2,
                    Panels = [On(Axis.Log("Parameters"), Axis.Log("Rate")), On(Axis.Linear("Parameters"), Axis.Linear("Rate"))],
                });
    }

    private static GalleryFigure Maps() =>
        new("mark-colour-maps", "Colour maps", "The sequential maps; lightness rises along each, as grey print needs.", "A ramp.", new Chart
        {
            Columns = 1,
            Height = 2.6,
            Panels = [.. ColourMap.All.Select(map => new Panel
        {
            X = Axis.Linear() with { Ticks = [] },
            Y = Axis.Linear() with { Ticks = [new Tick(0, map.Name)] },
            Colour = ColourScale.Sequential(map) with { ShowBar = false },
            Marks = [new HeatMap(Grid.Matrix(1, 128, (_, column) => column))],
        })],
        });

    private static GalleryFigure Hostile()
    {
        var data = Frame.Of(("x", [1, 2, 3, 4]), ("y", [1, 3, 2, 4]))
            .With("token", ["</text><script>alert(1)</script>", "\u202Eabc\u0000\n\t", "Z\u0301\u0302\u0303\u0304\u0305\u0306algo", "&quot;\" ' \uD800"]);
        return new("mark-hostile-text", "Text stays text",
            "Labels from a corpus: markup, control and bidirectional characters, piled-up accents and half surrogates are shown, never run, and "
                + "stay in their place.", "Four unfriendly tokens.", new Chart
                {
                    Title = "<b>Not bold</b> & \"quoted\"",
                    Caption = "x^2 is no power here: only Label.Math knows markup. " + new string('m', 200),
                    Height = 2,
                    Panels = [new Panel
            {
                X = Axis.Linear("a very long axis label that has nowhere to go " + new string('x', 120)),
                Y = Axis.Linear("y\u0007"),
                Colour = ColourScale.Categorical("token"),
                Legend = LegendPlacement.Outside,
                Marks = [new Points(data, "x", "y") { ColourBy = "token", Size = 6 }],
            }],
                });
    }

    private static string Fixed(double slope) =>
        (slope < 0 ? "\u2212" : "") + Math.Abs(slope).ToString("F2", System.Globalization.CultureInfo.InvariantCulture);
}
