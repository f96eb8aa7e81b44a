using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>A grid of values as one picture. Its rows are the cells, row by row; those outside the window are left out.</summary>
internal sealed record RasterLayer(string Series, Grid Grid, Look Look) : Layer("heat map", Series, [], Look)
{
    // Where cells differ in size on the page they are resampled, finely enough for print: 4 pixels a point is 288 an inch.
    private const double PixelsPerPoint = 4;
    private const int MostCellsAsPixels = 4096;

    public override Extent ExtentX(Axis axis) => Extent.Of(Grid.ColumnEdges, axis);

    public override Extent ExtentY(Axis axis) => Extent.Of(Grid.RowEdges, axis);

    public override Extent ExtentColour(Axis axis) => Extent.Of(Grid.Values, axis);

    public override Layer Visible(Plane plane) =>
        this with { Grid = Grid.Part(Window(Grid.RowEdges, plane.Y), Window(Grid.ColumnEdges, plane.X)) };

    public override void Draw(ICanvas canvas, Plane plane, ColourMapper colours)
    {
        var columns = Sample(Grid.ColumnEdges, plane.X, plane.Area.Width);
        var rows = Sample(Grid.RowEdges, plane.Y, plane.Area.Height);
        if (!(columns.To > columns.From) || !(rows.To > rows.From)) return; // all of it lies outside the window
        Array.Reverse(rows.Pixels); // positions grow upwards, a picture's rows downwards
        var pixels = new byte[rows.Pixels.Length * columns.Pixels.Length];
        for (var i = 0; i < rows.Pixels.Length; i++)
            for (var j = 0; j < columns.Pixels.Length; j++)
                pixels[i * columns.Pixels.Length + j] = colours.Level(Mean(rows.Pixels[i], columns.Pixels[j]));
        var area = plane.Area;
        var box = new PageRectangle(
            area.X + columns.From * area.Width,
            area.Bottom - rows.To * area.Height,
            (columns.To - columns.From) * area.Width,
            (rows.To - rows.From) * area.Height);
        canvas.Image(box, new RasterImage(columns.Pixels.Length, rows.Pixels.Length, pixels, colours.Levels));
    }

    private double Mean((int First, int Last) rows, (int First, int Last) columns)
    {
        var (sum, count) = (0.0, 0);
        for (var row = rows.First; row <= rows.Last; row++)
        {
            for (var column = columns.First; column <= columns.Last; column++)
            {
                if (double.IsNaN(Grid[row, column])) continue;
                sum += Grid[row, column];
                count++;
            }
        }
        return count == 0 ? double.NaN : sum / count;
    }

    // The indices of the cells that reach into the window; always at least one, so that a grid stays a grid.
    private static Range Window(IReadOnlyList<double> edges, Scale scale)
    {
        var inside = Enumerable.Range(0, edges.Count - 1).Where(i => Reaches(edges[i], edges[i + 1], scale)).ToArray();
        return inside.Length == 0 ? 0..1 : inside[0]..(inside[^1] + 1);
    }

    private static bool Reaches(double low, double high, Scale scale) =>
        scale.Axis.CanDraw(high) && (!scale.Axis.CanDraw(low) || low < scale.Maximum) && high > scale.Minimum;

    // Along one axis: the span of positions that the picture covers, and for each of its pixels the cells it shows. Cells of equal size on
    // the page are one pixel each; otherwise a pixel shows the cells whose centres it covers, or else the one that its own centre lies in.
    private static (double From, double To, (int First, int Last)[] Pixels) Sample(IReadOnlyList<double> edges, Scale scale, double length)
    {
        double[] positions = [.. edges.Select(edge => scale.Position(Plane.OnAxis(scale, edge)))];
        (int, int)[] cells = [.. Enumerable.Range(0, edges.Count - 1).Select(i => (i, i))];
        var falling = positions[^1] < positions[0];
        if (falling)
        {
            Array.Reverse(positions);
            Array.Reverse(cells);
        }
        if (AreEven(positions) && cells.Length <= MostCellsAsPixels) return (positions[0], positions[^1], cells);
        var (from, to) = (Math.Max(0, positions[0]), Math.Min(1, positions[^1]));
        var pixels = new (int, int)[Math.Max(1, (int)Math.Ceiling((to - from) * length * PixelsPerPoint))];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (start, end) = (from + (to - from) * i / pixels.Length, from + (to - from) * (i + 1) / pixels.Length);
            var (first, last) = Covered(positions, start, end);
            pixels[i] = falling ? (cells[last].Item1, cells[first].Item1) : (first, last);
        }
        return (from, to, pixels);
    }

    private static (int First, int Last) Covered(double[] positions, double start, double end)
    {
        var own = CellAt(positions, (start + end) / 2);
        var (first, last) = (own, own);
        while (first > 0 && Centre(positions, first - 1) >= start) first--;
        while (last < positions.Length - 2 && Centre(positions, last + 1) < end) last++;
        if (last == first) return (own, own);
        if (Centre(positions, first) < start) first++;
        if (Centre(positions, last) >= end) last--;
        return (first, Math.Max(first, last));
    }

    private static int CellAt(double[] positions, double position)
    {
        var found = Array.BinarySearch(positions, position);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, positions.Length - 2);
    }

    private static double Centre(double[] positions, int cell) => (positions[cell] + positions[cell + 1]) / 2;

    private static bool AreEven(double[] positions)
    {
        var step = (positions[^1] - positions[0]) / (positions.Length - 1);
        return Enumerable.Range(1, positions.Length - 1).All(i => Math.Abs(positions[i] - positions[i - 1] - step) <= 1e-6 * step);
    }
}
