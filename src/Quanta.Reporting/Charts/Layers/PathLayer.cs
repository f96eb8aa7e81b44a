using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>A line through its rows in their order; a row with no place on the axes breaks it.</summary>
internal sealed record PathLayer(string Mark, string Series, IReadOnlyList<Datum> Data, Look Look) : Layer(Mark, Series, Data, Look)
{
    public override Layer Visible(Plane plane) => this with { Data = Pieces.Visible(Data, plane, SegmentShows) };

    public override void Draw(ICanvas canvas, Plane plane, ColourMapper colours)
    {
        foreach (var piece in Pieces.Split(Data, d => plane.CanDraw(d.X, d.Y)))
        {
            PagePoint[] points = [.. piece.Select(d => plane.Page(d.X, d.Y))];
            canvas.Polyline(points, new Stroke(InkOf(piece[0], colours), Look.Width, Look.Dash));
        }
    }

    private static bool SegmentShows(Plane plane, Datum from, Datum to) =>
        plane.CanDraw(from.X, from.Y) && plane.CanDraw(to.X, to.Y) && plane.Overlaps(from.X, from.Y, to.X, to.Y);
}

/// <summary>A shaded area between YLow and YHigh along X.</summary>
internal sealed record BandLayer(string Mark, string Series, IReadOnlyList<Datum> Data, Look Look) : Layer(Mark, Series, Data, Look)
{
    public override Layer Visible(Plane plane) => this with { Data = Pieces.Visible(Data, plane, SegmentShows) };

    public override void Draw(ICanvas canvas, Plane plane, ColourMapper colours)
    {
        foreach (var piece in Pieces.Split(Data, d => HasPlace(plane, d)))
        {
            PagePoint[] outline =
            [
                .. piece.Select(d => plane.Page(d.X, d.YHigh)),
                .. piece.Reverse().Select(d => plane.Page(d.X, Plane.OnAxis(plane.Y, d.YLow))),
            ];
            canvas.Polygon(outline, new Fill(InkOf(piece[0], colours), Look.Opacity));
        }
    }

    // A lower edge at or below 0 on a logarithmic axis reaches down to the axis.
    private static bool HasPlace(Plane plane, Datum d) => plane.CanDraw(d.X, d.YHigh) && !double.IsNaN(d.YLow);

    private static bool SegmentShows(Plane plane, Datum from, Datum to) =>
        HasPlace(plane, from) && HasPlace(plane, to)
        && plane.Overlaps(from.X, Math.Max(from.YHigh, to.YHigh), to.X, Plane.OnAxis(plane.Y, Math.Min(from.YLow, to.YLow)));
}

/// <summary>Cuts the rows of a path at gaps and at the window.</summary>
internal static class Pieces
{
    /// <summary>The rows that end a segment which shows, with one gap where others were left out between them.</summary>
    public static IReadOnlyList<Datum> Visible(IReadOnlyList<Datum> data, Plane plane, Func<Plane, Datum, Datum, bool> segmentShows)
    {
        var kept = new List<Datum>();
        var last = -1;
        for (var i = 0; i < data.Count; i++)
        {
            var shows = (i > 0 && segmentShows(plane, data[i - 1], data[i])) || (i + 1 < data.Count && segmentShows(plane, data[i], data[i + 1]));
            if (!shows) continue;
            var joined = last >= 0 && last == i - 1 && segmentShows(plane, data[last], data[i]);
            if (last >= 0 && !joined) kept.Add(Datum.Gap);
            kept.Add(data[i]);
            last = i;
        }
        return kept;
    }

    /// <summary>The stretches of consecutive rows that have a place on the axes.</summary>
    public static IEnumerable<IReadOnlyList<Datum>> Split(IReadOnlyList<Datum> data, Func<Datum, bool> hasPlace)
    {
        var piece = new List<Datum>();
        foreach (var datum in data)
        {
            if (hasPlace(datum))
            {
                piece.Add(datum);
                continue;
            }
            if (piece.Count > 0) yield return piece;
            piece = [];
        }
        if (piece.Count > 0) yield return piece;
    }
}
