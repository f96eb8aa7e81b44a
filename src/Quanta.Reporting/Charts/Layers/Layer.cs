using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>
/// A mark turned into rows ready to draw. The same rows are drawn and written to the CSV, so that the two cannot differ.
/// </summary>
/// <param name="Mark">The kind of mark, for the CSV and the description.</param>
/// <param name="Series">The legend's text or the group, for the CSV and the description.</param>
/// <param name="Data">What is drawn, in data units.</param>
/// <param name="Look">How.</param>
internal abstract record Layer(string Mark, string Series, IReadOnlyList<Datum> Data, Look Look)
{
    /// <summary>Whether the layer widens the axes to show all of itself.</summary>
    public virtual bool SetsRange => true;

    /// <summary>Whether drawing stops at the window's edge; markers whose centre is inside are drawn whole.</summary>
    public virtual bool Clipped => true;

    /// <summary>This layer with only the rows that show inside the plane's window.</summary>
    public abstract Layer Visible(Plane plane);

    public abstract void Draw(ICanvas canvas, Plane plane, ColourMapper colours);

    public virtual Extent ExtentX(Axis axis) => Extent.Of(Data.SelectMany(d => (IEnumerable<double>)[d.X, d.XLow, d.XHigh]), axis);

    public virtual Extent ExtentY(Axis axis) => Extent.Of(Data.SelectMany(d => (IEnumerable<double>)[d.Y, d.YLow, d.YHigh]), axis);

    public virtual Extent ExtentColour(Axis axis) => Extent.Of(Data.Select(d => d.Value), axis);

    /// <summary>The ink of a row: the colour scale's where the row has a value, else the look's.</summary>
    protected Ink InkOf(Datum datum, ColourMapper colours) => double.IsNaN(datum.Value) ? Look.Ink : colours.InkOf(datum.Value);
}
