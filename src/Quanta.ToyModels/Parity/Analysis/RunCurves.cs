using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Analysis;

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
