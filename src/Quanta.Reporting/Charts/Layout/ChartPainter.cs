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
        DrawLayers(canvas, panel);
        AxisPainter.DrawAxes(canvas, panel, type);
        AxisPainter.DrawLabels(canvas, panel, type);
        if (panel.View.HasColourBar) ColourBarPainter.Draw(canvas, panel, type);
        LegendPainter.Draw(canvas, panel, type);
    }

    // Neighbouring layers that stop at the window share one clip.
    private static void DrawLayers(ICanvas canvas, PlacedPanel panel)
    {
        var clipped = false;
        foreach (var layer in panel.View.Layers)
        {
            if (layer.Clipped && !clipped) canvas.BeginClip(panel.Plane.Area);
            if (!layer.Clipped && clipped) canvas.EndClip();
            clipped = layer.Clipped;
            layer.Draw(canvas, panel.Plane, panel.View.Colours);
        }
        if (clipped) canvas.EndClip();
    }

    private static void DrawLines(ICanvas canvas, IReadOnlyList<Label> lines, double x, double top, TextStyle style)
    {
        for (var i = 0; i < lines.Count; i++) canvas.Text(lines[i], new PagePoint(x, top + style.Size + i * Typography.Line(style.Size)), style);
    }
}
