using System.Globalization;
using System.Text;

namespace Quanta.Reporting.Charts;

/// <summary>A CSV file of what a chart draws.</summary>
/// <param name="Suffix">What is added to the chart's name: empty for the main table, "-panel2" for a heat map's matrix.</param>
/// <param name="Csv">The file's text: a header, lines ended by \n, numbers in their shortest round-trip form.</param>
public readonly record struct ChartTable(string Suffix, string Csv);

/// <summary>
/// Writes what is drawn, and nothing else, in data units: rows that fall outside the axes are in neither. One long table for all marks, in which an
/// empty field means "has none" and an empty row lifts the pen of a line; and for each heat map a matrix with the cells' centres as its first row and
/// column.
/// </summary>
internal static class ChartTables
{
    private const string Header = "panel,mark,series,x,x_low,x_high,y,y_low,y_high,value\n";

    public static IReadOnlyList<ChartTable> Of(ChartComposition composition)
    {
        var table = new StringBuilder(Header);
        var matrices = new List<ChartTable>();
        foreach (var view in composition.Panels)
        {
            foreach (var layer in view.Layers)
            {
                if (layer is RasterLayer raster) matrices.Add(new ChartTable($"-panel{Number(view.Number)}", Matrix(raster.Grid)));
                else foreach (var datum in layer.Data) AppendRow(table, view, layer, datum);
            }
        }
        return table.Length > Header.Length ? [new ChartTable("", table.ToString()), .. matrices] : matrices;
    }

    private static void AppendRow(StringBuilder table, PanelView view, Layer layer, Datum d)
    {
        var mapped = view.Panel.Colour is { IsSequential: true };
        string[] fields =
        [
            Number(view.Number), layer.Mark, Quoted(layer.Series),
            Place(d.X, view.Categories.X), Number(d.XLow), Number(d.XHigh),
            Place(d.Y, view.Categories.Y), Number(d.YLow), Number(d.YHigh),
            mapped ? Number(d.Value) : "",
        ];
        table.AppendJoin(',', fields).Append('\n');
    }

    private static string Matrix(Grid grid)
    {
        var csv = new StringBuilder("y\\x");
        for (var column = 0; column < grid.Columns; column++) csv.Append(',').Append(Number(Centre(grid.ColumnEdges, column)));
        csv.Append('\n');
        for (var row = 0; row < grid.Rows; row++)
        {
            csv.Append(Number(Centre(grid.RowEdges, row)));
            for (var column = 0; column < grid.Columns; column++) csv.Append(',').Append(Number(grid[row, column]));
            csv.Append('\n');
        }
        return csv.ToString();
    }

    private static double Centre(IReadOnlyList<double> edges, int cell) => (edges[cell] + edges[cell + 1]) / 2;

    private static string Place(double value, IReadOnlyList<string> categories) =>
        categories.Count > 0 && !double.IsNaN(value) ? Quoted(VisibleText.Of(categories[(int)value])) : Number(value);

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(',', '"') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
