using System.Xml.Linq;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Charts;

public sealed class CsvTests
{
    private static readonly Frame Data = Frame.Of(("x", [0.5, 1, 10, 100, 1000, 5000, double.NaN, 300]), ("y", [1, 2, double.NaN, -3, 4, 5, 6, 7]));

    public static TheoryData<bool, bool> AxisKinds => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory]
    [MemberData(nameof(AxisKinds))]
    public void Points_in_the_csv_are_the_points_in_the_picture(bool logX, bool logY)
    {
        var chart = Single(new Points(Data, "x", "y"), logX, logY);
        var circles = DrawnData.Circles(XDocument.Parse(chart.ToSvg()));
        var rows = DrawnData.Rows(chart);
        Assert.Equal(circles.Count, rows.Count);
        var plane = ChartLayout.Of(ChartComposition.Of(chart)).Panels[0].Plane;
        foreach (var (circle, row) in circles.Zip(rows)) AssertSamePlace(plane, circle, row);
    }

    [Theory]
    [MemberData(nameof(AxisKinds))]
    public void Lines_in_the_csv_are_the_lines_in_the_picture(bool logX, bool logY)
    {
        var chart = Single(new Line(Data, "x", "y"), logX, logY);
        var pieces = DrawnData.Lines(XDocument.Parse(chart.ToSvg()));
        var plane = ChartLayout.Of(ChartComposition.Of(chart)).Panels[0].Plane;
        var rows = new Queue<Dictionary<string, string>>(DrawnData.Rows(chart));
        foreach (var piece in pieces)
        {
            while (rows.Peek()["x"].Length == 0) rows.Dequeue(); // an empty row lifts the pen
            foreach (var vertex in piece) AssertSamePlace(plane, vertex, rows.Dequeue());
        }
        Assert.DoesNotContain(rows, row => row["x"].Length > 0);
    }

    [Fact]
    public void What_falls_outside_the_axes_is_in_neither()
    {
        var chart = new Chart
        {
            Panels = [new Panel { X = Axis.Log().Over(1, 100), Y = Axis.Linear(),
            Marks = [new Points(Frame.Of(("x", [0.1, 1, 50, 1000]), ("y", [1, 2, 3, 4])), "x", "y")] }]
        };
        Assert.Equal(["1", "50"], DrawnData.Rows(chart).Select(row => row["x"]));
        Assert.Equal(2, DrawnData.Circles(XDocument.Parse(chart.ToSvg())).Count);
    }

    [Fact]
    public void A_line_keeps_the_segments_that_cross_the_window_and_marks_gaps()
    {
        var line = Frame.Of(("x", [0, 1, 2, 3, 4, 5, 6]), ("y", [9, 9, 1, 9, 9, 1, double.NaN]));
        var chart = new Chart { Panels = [new Panel { X = Axis.Linear(), Y = Axis.Linear().Over(0, 2), Marks = [new Line(line, "x", "y")] }] };
        Assert.Equal(["1", "2", "3", "", "4", "5"], DrawnData.Rows(chart).Select(row => row["x"]));
    }

    [Fact]
    public void Numbers_come_back_as_they_were()
    {
        double[] values = [0.1, 1.0 / 3, 1e-300, 123456789.123, -0.0, double.Epsilon];
        var chart = new Chart { Panels = [new Panel { Marks = [new Points(Frame.Of(("x", values), ("y", values)), "x", "y")] }] };
        Assert.Equal(values, DrawnData.Rows(chart).Select(row => DrawnData.Value(row["x"])));
    }

    [Fact]
    public void Categories_bars_and_names_with_commas_are_written_as_text()
    {
        var data = Frame.Of(("y", [3, -2])).With("kind", ["a,b", "say \"hi\""]);
        var csv = new Chart { Panels = [new Panel { X = Axis.Category(), Marks = [new Bars(data, "kind", "y") { Name = "n" }] }] }.ToTables()[0].Csv;
        Assert.Equal("panel,mark,series,x,x_low,x_high,y,y_low,y_high,value\n1,bars,n,\"a,b\",-0.4,0.4,3,0,3,\n1,bars,n,\"say "
            + "\"\"hi\"\"\",0.6,1.4,-2,-2,0,\n", csv);
    }

    [Fact]
    public void A_heat_map_has_a_matrix_of_the_cells_that_show()
    {
        var chart = new Chart
        {
            Panels = [new Panel
            {
                X = Axis.Linear().Over(0.6, 2.4),
                Colour = ColourScale.Sequential(ColourMap.Viridis),
                Marks = [new HeatMap(Grid.Matrix(2, 5, (row, column) => row == 1 && column == 2 ? double.NaN : 10 * row + column))],
            }],
        };
        var table = Assert.Single(chart.ToTables());
        Assert.Equal("-panel1", table.Suffix);
        Assert.Equal("y\\x,1,2\n0,1,2\n1,11,\n", table.Csv);
    }

    [Fact]
    public void Files_lie_beside_each_other()
    {
        using var folder = new TemporaryFolder();
        var names = Single(new Points(Data, "x", "y"), false, false).Save(folder.Path, "fig");
        Assert.Equal(["fig.svg", "fig.csv"], names);
        Assert.All(names, name => Assert.True(File.Exists(folder.File(name))));
    }

    private static Chart Single(Mark mark, bool logX, bool logY) =>
        new() { Panels = [new Panel { X = logX ? Axis.Log() : Axis.Linear(), Y = logY ? Axis.Log() : Axis.Linear(), Marks = [mark] }] };

    private static void AssertSamePlace(Plane plane, (double X, double Y) drawn, Dictionary<string, string> row)
    {
        Expect.Near(plane.PageX(DrawnData.Value(row["x"])), drawn.X, 0.0051, "coordinates have two decimals");
        Expect.Near(plane.PageY(DrawnData.Value(row["y"])), drawn.Y, 0.0051, "coordinates have two decimals");
    }
}
