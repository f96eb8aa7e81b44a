namespace Quanta.Reporting.Charts;

/// <summary>Ticks whose labels are known to fit along an axis of a given length.</summary>
internal static class PlacedTicks
{
    private const int MostLabels = 9;

    /// <summary>
    /// As many computed ticks as fit without labels touching; of explicit ticks, those labels that would touch an earlier one are left out.
    /// </summary>
    public static IReadOnlyList<Tick> Along(Scale scale, double length, double size, bool upright, IReadOnlyList<string> categories)
    {
        if (scale.Axis.Kind == AxisKind.Category && scale.Axis.Ticks is null && !upright)
            return [.. Ticks.For(scale, MostLabels, categories).Select(tick =>
                tick with { Label = LineBreaker.Shorten(tick.Label, size, length / Math.Max(1, categories.Count)) })];
        for (var most = MostLabels; most > 2 && scale.Axis.Ticks is null; most--)
        {
            var ticks = Ticks.For(scale, most, categories);
            if (Thinned(ticks, scale, length, size, upright).SequenceEqual(ticks)) return ticks;
        }
        return Thinned(Ticks.For(scale, 2, categories), scale, length, size, upright);
    }

    private static IReadOnlyList<Tick> Thinned(IReadOnlyList<Tick> ticks, Scale scale, double length, double size, bool upright)
    {
        var gap = upright ? 0.15 * size : 0.6 * size;
        var taken = new List<(double From, double To)>();
        return [.. ticks.Select(tick => tick.IsMinor || Place(tick) ? tick : tick with { Label = Label.Empty })];

        bool Place(Tick tick)
        {
            var half = (upright ? size : TextMetrics.Width(tick.Label, size)) / 2;
            var centre = scale.Position(tick.Value) * length;
            var (from, to) = (centre - half - gap / 2, centre + half + gap / 2);
            if (taken.Any(other => from < other.To && other.From < to)) return false;
            taken.Add((from, to));
            return true;
        }
    }
}
