using System.Globalization;
using Quanta.Reporting.Charts;
using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.Reporting.Parity;

/// <summary>One panel of figure 7: every subtask's loss during one run.</summary>
/// <param name="Title">What the run is.</param>
/// <param name="Curves">Columns subtask (from 1), step and loss (bits).</param>
public sealed record Trajectories(string Title, Frame Curves)
{
    /// <summary>The mean loss, columns step and loss; null for none.</summary>
    public Frame? Mean { get; init; }

    /// <summary>The step with the best mean test loss, where overfitting makes it matter.</summary>
    public double? BestStep { get; init; }
}

/// <summary>Figure 7 of the paper: losses of single subtasks against the training step.</summary>
public static class TrajectoriesChart
{
    public static Chart Draw(params IReadOnlyList<Trajectories> runs) => new()
    {
        Height = 1.75 * runs.Count,
        Columns = 1,
        Description = "Losses of single subtasks fall one after another, in order of their frequency, while the mean falls smoothly.",
        Panels = [.. runs.Select(Panel)],
    };

    private static Panel Panel(Trajectories run) => new()
    {
        Title = run.Title,
        X = Axis.Log("Training step"),
        Y = Axis.Linear("Loss (bits)").Over(0, Highest(run.Curves["loss"].Max())),
        Colour = ColourScale.Sequential(ColourMap.Magma, 1, 500) with { Label = "Subtask" },
        Marks = [new Line(run.Curves, "step", "loss") { ColourBy = "subtask", Width = 0.8 }, .. Mean(run), .. Best(run)],
    };

    // Overfitting needs room up to 2 bits, the noise of unlearned subtasks a little above 1.
    private static double Highest(double loss) => loss > 1.3 ? 2 : Math.Max(1.05, loss);

    private static IEnumerable<Mark> Mean(Trajectories run) =>
        run.Mean is null ? [] : [new Line(run.Mean, "step", "loss") { Name = "mean loss", Ink = Ink.Category(1), Width = 1.6 }];

    private static IEnumerable<Mark> Best(Trajectories run) =>
        run.BestStep is { } step ? [Rule.AtX(step) with { Name = "best mean test loss", Ink = Ink.Category(6) }] : [];
}

/// <summary>Figure 7 from runs: the widest network on infinite data, and the run with the most finite data.</summary>
/// <remarks>Differs from the published picture: the first 60 subtasks and every tenth beyond them, at about 100 steps evenly spaced in the logarithm, so
/// that files stay small.</remarks>
internal static class TrajectoriesFigure
{
    private const int AllUpTo = 60;
    private const int LogPoints = 100;

    /// <summary>The chart, or null without runs.</summary>
    public static Chart? Draw(FigureRuns runs)
    {
        Trajectories?[] panels =
        [
            runs.Widest is { } infinite ? Of("Infinite data", infinite) : null,
            runs.MostSamples is { } finite ? Of(string.Create(CultureInfo.InvariantCulture, $"{finite.Examples:N0} samples"), finite) with { BestStep = finite.Best.Step } : null,
        ];
        return panels.OfType<Trajectories>().ToArray() is { Length: > 0 } drawn ? TrajectoriesChart.Draw(drawn) : null;
    }

    private static Trajectories Of(string title, RunCurves run)
    {
        var log = Thinned([.. run.Log.Where(e => e.Step > 0)]);
        int[] subtasks = [.. Enumerable.Range(0, run.Options.Tasks).Where(i => i < AllUpTo || i % 10 == 9)];
        return new Trajectories(title, Frame.Of(
            ("subtask", [.. subtasks.SelectMany(i => log.Select(_ => i + 1.0))]),
            ("step", [.. subtasks.SelectMany(_ => log.Select(e => (double)e.Step))]),
            ("loss", [.. subtasks.SelectMany(i => log.Select(e => Math.Round(Bits.FromNats(e.SubtaskLosses[i]), 4)))])))
        {
            Mean = Frame.Of(("step", [.. log.Select(e => (double)e.Step)]), ("loss", [.. log.Select(e => Bits.FromNats(e.MeanLoss))])),
        };
    }

    private static ParityEvaluation[] Thinned(ParityEvaluation[] log)
    {
        if (log.Length <= LogPoints) return log;
        var (first, last) = (Math.Log(log[0].Step), Math.Log(log[^1].Step));
        return [.. log.DistinctBy(e => Math.Round((Math.Log(e.Step) - first) / (last - first) * (LogPoints - 1)))];
    }
}
