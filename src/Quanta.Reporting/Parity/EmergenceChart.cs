using Quanta.Reporting.Charts;
using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.Reporting.Parity;

/// <summary>One column of figure 2: a size, the mean loss on it above, and every subtask's loss on it below.</summary>
/// <param name="Title">What is scaled.</param>
/// <param name="X">The logarithmic axis of the size.</param>
/// <param name="Mean">Mean losses, columns SIZE and loss (bits), in order of size.</param>
/// <param name="Size">The name of the column SIZE.</param>
/// <param name="LossTicks">Ticks of the loss, rising; the axis begins at 0.6 of the first.</param>
/// <param name="Theory">The theory's line.</param>
/// <param name="Subtasks">Losses in bits, a column a size and a row a subtask, the most frequent first.</param>
public sealed record EmergenceColumn(string Title, Axis X, Frame Mean, string Size, IReadOnlyList<double> LossTicks, Mark Theory, Grid Subtasks)
{
    /// <summary>Whether the mean is one run's curve, which has no markers, rather than a point a run.</summary>
    public bool IsCurve { get; init; }

    /// <summary>The published mean losses with the same columns, drawn as crosses or as a dotted line; null for none.</summary>
    public Frame? Published { get; init; }
}

/// <summary>Figure 2 of the paper: mean losses fall as power laws while subtasks are learned one after another.</summary>
public static class EmergenceChart
{
    private const int Rows = 41;

    public static Chart Draw(params IReadOnlyList<EmergenceColumn> columns) => new()
    {
        Width = 5.5 * Math.Max(columns.Count, 2) / 3,
        Height = 3.5,
        Columns = columns.Count,
        Description = "Mean losses fall as power laws of parameters, steps and data, while below them subtask after subtask is learned at "
            + "a threshold of its own.",
        Panels = [.. columns.Select(Law), .. columns.Select((column, i) => Subtasks(column, showBar: i == columns.Count - 1))],
    };

    /// <summary>A theory's power law, scaled to pass through one point.</summary>
    public static Curve Theory(double exponent, double atX, double atY, double from, double to, string formula) =>
        new(x => atY * Math.Pow(x / atX, -exponent), from, to) { Ink = Ink.Foreground, Dash = Dash.Dashed, Name = Label.Math(formula) };

    /// <summary>Losses of subtasks, [subtask, size], as cells halfway, in the logarithm, between rising sizes.</summary>
    /// <param name="sizes">At least two, rising.</param>
    /// <param name="loss">The loss in bits of a subtask, counted from 0, at the index of a size.</param>
    public static Grid Cells(IReadOnlyList<double> sizes, Func<int, int, double> loss)
    {
        double[] edges =
        [
            sizes[0] * Math.Sqrt(sizes[0] / sizes[1]),
            .. sizes.Zip(sizes.Skip(1), (a, b) => Math.Sqrt(a * b)),
            sizes[^1] * Math.Sqrt(sizes[^1] / sizes[^2]),
        ];
        double[] cells = [.. Enumerable.Range(0, Rows).SelectMany(subtask => Enumerable.Range(0, sizes.Count).Select(size => loss(subtask, size)))];
        return Grid.Mesh(edges, [.. Enumerable.Range(0, Rows + 1).Select(i => i - 0.5)], cells);
    }

    private static Panel Law(EmergenceColumn column) => new()
    {
        Title = column.Title,
        X = column.X,
        Y = Axis.Log("Mean loss (bits)").WithTicks(column.LossTicks) with { Minimum = 0.6 * column.LossTicks[0] },
        Legend = LegendPlacement.BottomLeft,
        Marks =
        [
            new Line(column.Mean, column.Size, "loss") { Ink = Ink.Category(4), Markers = column.IsCurve ? 0 : 3 },
            .. column.IsCurve ? PublishedMarks.Curve(column.Published, column.Size, "loss") : PublishedMarks.Crosses(column.Published, column.Size, "loss"),
            column.Theory,
        ],
    };

    private static Panel Subtasks(EmergenceColumn column, bool showBar)
    {
        Tick[] ticks = [.. Enumerable.Range(0, 5).Select(i => new Tick(10 * i, $"{10 * i + 1}"))];
        return new Panel
        {
            X = column.X,
            Y = Axis.Linear("Subtask, by frequency") with { Minimum = -0.5, Maximum = 40.5, Ticks = ticks },
            Colour = ColourScale.Sequential(ColourMap.Copper, 0, 1) with { Label = "Test loss (bits)", ShowBar = showBar },
            Marks = [new HeatMap(column.Subtasks)],
        };
    }
}

/// <summary>Figure 2 from runs: a column for each size that there are runs of.</summary>
internal static class EmergenceFigure
{
    /// <summary>The chart, or null without runs.</summary>
    public static Chart? Draw(FigureRuns runs, PublishedParity published)
    {
        EmergenceColumn?[] columns =
        [
            Parameters(runs.WidthScaling) is { } parameters ? parameters with { Published = published.Widths } : null,
            Steps(runs.Widest) is { } steps ? steps with { Published = published.MeanLoss } : null,
            Samples(runs.SampleScaling) is { } samples ? samples with { Published = published.Samples } : null,
        ];
        return columns.OfType<EmergenceColumn>().ToArray() is { Length: > 0 } drawn ? EmergenceChart.Draw(drawn) : null;
    }

    private static EmergenceColumn? Parameters(IReadOnlyList<RunCurves> runs)
    {
        RunCurves[] sizes = [.. runs.DistinctBy(run => run.Parameters).OrderBy(run => run.Parameters)];
        if (sizes.Length < 2) return null;
        var mean = ParityFigures.Figure2Parameters(runs).ToFrame(("parameters", "parameters"), ("loss_bits", "loss"));
        return new EmergenceColumn("Parameters", Axis.Log("Parameters N"), mean, "parameters", [0.1, 0.2, 0.3, 0.4, 0.6, 0.8],
            Theory(mean, "parameters", sizes[0].Options.Alpha - 1, "L ∝ N^{\u2212α}"),
            Cells([.. sizes.Select(run => (double)run.Parameters)], [.. sizes.Select(run => run.Log[^1])]));
    }

    private static EmergenceColumn? Samples(IReadOnlyList<RunCurves> runs)
    {
        RunCurves[] sizes = [.. runs.DistinctBy(run => run.Examples).OrderBy(run => run.Examples)];
        if (sizes.Length < 2) return null;
        var mean = ParityFigures.Figure2Data(runs).ToFrame(("examples", "samples"), ("loss_bits", "loss"));
        return new EmergenceColumn("Training data", Axis.Log("Samples D"), mean, "samples", [0.2, 0.3, 0.4, 0.6, 0.8, 1],
            Theory(mean, "samples", Saturating(sizes[0]), "L ∝ D^{\u2212α/(α+1)}"),
            Cells([.. sizes.Select(run => run.Examples)], [.. sizes.Select(run => run.Best)]));
    }

    private static EmergenceColumn? Steps(RunCurves? run)
    {
        const double anchor = 1000; // the published line is scaled to the loss there, and drawn at half its steps
        ParityEvaluation[] log = [.. run?.Log.Where(e => e.Step > 0) ?? []];
        if (log.Length < 2 || log[^1].Step <= anchor) return null;
        var mean = ParityFigures.StepCurve(run!).ToFrame(("step", "step"), ("mean_loss_bits", "loss")).Where("step", step => step > 0);
        var atAnchor = Bits.FromNats(log.First(e => e.Step >= anchor).MeanLoss);
        return new EmergenceColumn("Training steps", Axis.Log("Steps S"), mean, "step", [0.1, 0.2, 0.3, 0.4, 0.6, 1],
            EmergenceChart.Theory(Saturating(run!), anchor / 2, atAnchor, anchor / 2, log[^1].Step / 2.0, "L ∝ S^{\u2212α/(α+1)}"),
            Cells([.. log.Select(e => e.Step + 1.0)], log))
        { IsCurve = true };
    }

    private static Curve Theory(Frame mean, string size, double exponent, string formula)
    {
        var sizes = mean[size];
        return EmergenceChart.Theory(exponent, sizes[^1], mean["loss"][^1] / 0.9, sizes[0], sizes[^1], formula);
    }

    private static double Saturating(RunCurves run) => (run.Options.Alpha - 1) / run.Options.Alpha;

    private static Grid Cells(double[] sizes, ParityEvaluation[] evaluations) => EmergenceChart.Cells(sizes, (subtask, size) =>
        evaluations[size].SubtaskLosses is var losses && subtask < losses.Length ? Bits.FromNats(losses[subtask]) : double.NaN);
}
