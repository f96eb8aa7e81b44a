namespace Quanta.Reporting.Charts;

/// <summary>Counts values into equal bins.</summary>
public static class Binning
{
    /// <summary>
    /// The histogram over the closed range [minimum, maximum] as a frame with the columns low, high, centre, count and density, one row a bin.
    /// A bin holds its lower edge, the last one its upper edge too; values outside the range and NaN are left out, also of the density, which
    /// integrates to 1 over the range (and is NaN where nothing falls in it).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is not at least one bin.</exception>
    /// <exception cref="ArgumentException">The range does not rise.</exception>
    public static Frame Histogram(IReadOnlyList<double> values, int bins, double minimum, double maximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!(maximum > minimum)) throw new ArgumentException($"A histogram's range must rise, but it runs from {minimum} to {maximum}.",
            nameof(maximum));
        var counts = new double[bins];
        foreach (var value in values)
            if (value >= minimum && value <= maximum) counts[BinOf(value, bins, minimum, maximum)]++;
        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => Edge(i, bins, minimum, maximum))];
        var total = counts.Sum();
        return Frame.Of(
            ("low", edges[..^1]),
            ("high", edges[1..]),
            ("centre", [.. edges[..^1].Zip(edges[1..], (a, b) => (a + b) / 2)]),
            ("count", counts),
            ("density", [.. counts.Select((count, i) => count / (total * (edges[i + 1] - edges[i])))]));
    }

    private static double Edge(int i, int bins, double minimum, double maximum) => i == bins ? maximum : minimum + (maximum - minimum) * i / bins;

    // The quotient may round across an edge; the edges themselves decide.
    private static int BinOf(double value, int bins, double minimum, double maximum)
    {
        var bin = Math.Min((int)((value - minimum) / (maximum - minimum) * bins), bins - 1);
        if (value < Edge(bin, bins, minimum, maximum)) return bin - 1;
        return bin < bins - 1 && value >= Edge(bin + 1, bins, minimum, maximum) ? bin + 1 : bin;
    }
}
