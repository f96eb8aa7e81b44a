using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Training;

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

/// <summary>What the figures need of one run.</summary>
/// <param name="Options">What was run.</param>
/// <param name="Parameters">P.</param>
/// <param name="Log">Its evaluations, ascending in step, losses in nats.</param>
public sealed record RunCurves(ParityOptions Options, long Parameters, IReadOnlyList<ParityEvaluation> Log)
{
    /// <summary>Whether the run went to its end; only such runs stand for their size.</summary>
    public bool IsFinished { get; init; } = true;

    /// <summary>The last logged mean loss, bits; no early stopping.</summary>
    public double LastLoss => Bits.FromNats(Log[^1].MeanLoss);

    /// <summary>The evaluation with the least mean loss, the first of them: early stopping after the fact.</summary>
    public ParityEvaluation Best => Log.MinBy(e => double.IsNaN(e.MeanLoss) ? double.PositiveInfinity : e.MeanLoss)!;

    /// <summary>D as asked for.</summary>
    /// <exception cref="InvalidOperationException">The run had infinite data.</exception>
    public double Examples => Options.Examples ?? throw new InvalidOperationException("A run on infinite data has no number of examples.");

    /// <summary>Reads a run, as far as it is.</summary>
    public static RunCurves Load(ParityRunFolder folder) => new(folder.Options, folder.Options.Shape.ParameterCount, folder.LogSoFar()) { IsFinished = folder.IsComplete };

    /// <summary>Every finished run in a sweep's folder, in grid order; unfinished ones are left out, as the published notebooks leave them out.</summary>
    /// <param name="folder">The sweep's folder.</param>
    /// <param name="unfinished">Whether runs that have a checkpoint count as well.</param>
    public static IReadOnlyList<RunCurves> LoadSweep(string folder, bool unfinished = false) =>
        [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Where(d => File.Exists(Path.Combine(d, "config.json"))).Select(ParityRunFolder.Open)
            .Where(run => run.IsComplete || unfinished).Select(Load).Where(run => run.Log.Count > 0)];
}
