using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Charts;

/// <summary>Draws a laid-out chart on any canvas.</summary>
internal static class ChartPainter
{
    public static void Draw(ICanvas canvas, ChartLayout layout)
    {
        var type = layout.Type;
        canvas.Rectangle(new PageRectangle(0, 0, layout.Width, layout.Height), new Fill(Ink.Background), null);
        DrawLines(canvas, layout.Title, type.Margin, type.Margin, new TextStyle(type.Title, Ink.Foreground, Bold: true));
        foreach (var panel in layout.Panels) DrawPanel(canvas, panel, type);
        DrawLines(canvas, layout.Caption, type.Margin, layout.CaptionTop, new TextStyle(type.Caption, Ink.Muted));
    }

    private static void DrawPanel(ICanvas canvas, PlacedPanel panel, Typography type)
    {
        if (panel.View.Panel.ShowGrid) AxisPainter.DrawGrid(canvas, panel);
        canvas.BeginClip(panel.Plane.Area);
        foreach (var layer in panel.View.Layers) layer.Draw(canvas, panel.Plane, panel.View.Colours);
        canvas.EndClip();
        AxisPainter.DrawAxes(canvas, panel, type);
        AxisPainter.DrawLabels(canvas, panel, type);
        if (panel.View.HasColourBar) ColourBarPainter.Draw(canvas, panel, type);
        LegendPainter.Draw(canvas, panel, type);
    }

    private static void DrawLines(ICanvas canvas, IReadOnlyList<Label> lines, double x, double top, TextStyle style)
    {
        for (var i = 0; i < lines.Count; i++) canvas.Text(lines[i], new PagePoint(x, top + style.Size + i * Typography.Line(style.Size)), style);
    }
}
