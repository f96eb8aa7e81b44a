namespace Quanta.ToyModels.Parity.Analysis;

/// <summary>The runs of the four sweeps that the paper's parity figures are drawn from; empty lists for sweeps that are not there.</summary>
/// <param name="Widths">P-scaling-15: widths on infinite data at alpha 1.4 (figures 2, 7 and 8).</param>
/// <param name="Samples">D-scaling-6: finite data at alpha 1.4 (figures 2 and 7).</param>
/// <param name="WidthsByAlpha">P-scaling-17: widths for several alphas (figure 10).</param>
/// <param name="SamplesByAlpha">D-scaling-9: finite data for several alphas (figures 9 and 10).</param>
public sealed record FigureRuns(
    IReadOnlyList<RunCurves> Widths, IReadOnlyList<RunCurves> Samples, IReadOnlyList<RunCurves> WidthsByAlpha, IReadOnlyList<RunCurves> SamplesByAlpha)
{
    /// <summary>The Zipf exponent of figures 2, 7 and 8.</summary>
    public const double PublishedAlpha = 1.4;

    /// <summary>Different widths at <see cref="PublishedAlpha"/>: those of <see cref="Widths"/>, or where these are not at least two, of <see cref="WidthsByAlpha"/>.</summary>
    public IReadOnlyList<RunCurves> WidthScaling => AtLeastTwo(Widths, WidthsByAlpha);

    /// <summary>Different amounts of data at <see cref="PublishedAlpha"/>, chosen likewise.</summary>
    public IReadOnlyList<RunCurves> SampleScaling => AtLeastTwo(Samples, SamplesByAlpha);

    /// <summary>The widest network on infinite data at <see cref="PublishedAlpha"/>; null without any.</summary>
    public RunCurves? Widest => Widths.Concat(AtPublishedAlpha(WidthsByAlpha)).MaxBy(run => run.Parameters);

    /// <summary>The run with the most finite data at <see cref="PublishedAlpha"/>; null without any.</summary>
    public RunCurves? MostSamples => Samples.Concat(AtPublishedAlpha(SamplesByAlpha)).MaxBy(run => run.Examples);

    /// <summary>Reads the sweeps from a folder that holds them under their names, or their names with an ending such as "-reduced".</summary>
    /// <param name="folder">The folder that sweeps were run in.</param>
    /// <param name="unfinished">Whether runs that have not finished count where one run's curve is drawn; they never stand for their size.</param>
    /// <exception cref="InvalidDataException">None of the sweeps has a run.</exception>
    public static FigureRuns Load(string folder, bool unfinished = false)
    {
        IReadOnlyList<RunCurves> Sweep(string name) => FolderOf(folder, name) is { } sweep ? RunCurves.LoadSweep(sweep, unfinished) : [];
        var runs = new FigureRuns(Sweep("p-scaling-15"), Sweep("d-scaling-6"), Sweep("p-scaling-17"), Sweep("d-scaling-9"));
        if (runs.Widths.Count + runs.Samples.Count + runs.WidthsByAlpha.Count + runs.SamplesByAlpha.Count == 0)
            throw new InvalidDataException($"{folder} must hold finished runs of p-scaling-15, d-scaling-6, p-scaling-17 or d-scaling-9 in folders of these names, but holds none; "
                + "`quanta parity sweep` makes them.");
        return runs;
    }

    private static string? FolderOf(string folder, string name) =>
        Directory.GetDirectories(folder, name + "*").Where(path => Path.GetFileName(path) is var found && (found == name || found.StartsWith(name + "-", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).FirstOrDefault();

    private static IReadOnlyList<RunCurves> AtLeastTwo(IReadOnlyList<RunCurves> first, IReadOnlyList<RunCurves> second) =>
        Finished(first) is { Count: > 1 } enough ? enough : Finished(AtPublishedAlpha(second));

    private static IReadOnlyList<RunCurves> Finished(IEnumerable<RunCurves> runs) => [.. runs.Where(run => run.IsFinished)];

    private static IEnumerable<RunCurves> AtPublishedAlpha(IReadOnlyList<RunCurves> runs) => runs.Where(run => run.Options.Alpha == PublishedAlpha);
}
