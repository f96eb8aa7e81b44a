using Quanta.Reporting.Charts;
using Quanta.Reporting.Parity;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>Figures 7, 8 and 9: how subtasks of multitask sparse parity are learned.</summary>
internal static class ParityFigures
{
    public static GalleryFigure Figure7()
    {
        var converged = GalleryData.Read("parity-convergence");
        var mean = GalleryData.Read("parity-mean-loss");
        double[] steps = [.. Enumerable.Range(0, 45).Select(i => Math.Round(100 * Math.Pow(10, i * 3.3 / 44)))];
        double[] curves = [.. converged["subtask"], 150, 200, 300, 400, 499];
        var infinite = Curves(curves, steps, (k, step) => k < converged.Count ? Synthetic.SubtaskLoss(step, converged["step"][k]) : 1);
        var finite = Curves(curves, steps, (k, step) => k < 20 ? Synthetic.SubtaskLoss(step, converged["step"][k]) : Overfitted(k, step));
        return new GalleryFigure("figure-7", "Figure 7: every subtask's loss during training",
            "Two panels 5.5 × 1.75 in: all 500 subtask losses in bits against the training step (x logarithmic, y linear), coloured by rank with "
                + "magma, and the mean loss in lime. (a) infinite data: subtask 0 converges first, at step 700; unlearned subtasks stay near 1 "
                + "bit. (b) 5 million samples: y from 0 to 2, a red dashed line at step 9500, the best mean test loss; later unlearned subtasks "
                + "rise above 1 bit.",
            "The mean loss of (a), the 45 convergence steps and the line at 9500 are recovered values. The subtask curves are synthetic: a "
                + "sigmoid through each recovered convergence step, and for (b) a rise after step 9500.",
            TrajectoriesChart.Draw(
                new Trajectories("(a) infinite data", infinite) { Mean = mean },
                new Trajectories("(b) 5 million samples", finite) { BestStep = 9500 }));
    }

    public static GalleryFigure Figure8()
    {
        var converged = GalleryData.Read("parity-convergence");
        var mean = GalleryData.Read("parity-mean-loss");
        return new GalleryFigure("figure-8", "Figure 8: convergence time and scaling in steps",
            "5.5 × 2 in. Left, both axes logarithmic: the step at which a subtask's loss falls under 0.1 bits against its frequency, 45 of 500 "
                + "subtasks, coloured by rank with magma; fitted slope −0.81, drawn dashed from 10⁻³ to 0.3, and a reference y = 80/x. Right: "
                + "mean loss against the step, fitted over steps 400 to 8900 with slope −0.45; y ticks .1 .2 .3 .4 .5 .6 .8 1.",
            "All points and both fits are from the recovered values; the line on the right is a simplified polyline.",
            ConvergenceChart.Draw(new ConvergenceData(converged, mean)));
    }

    public static GalleryFigure Figure9() => new("figure-9", "Figure 9: subtasks learned from finite data",
        "5.5 × 2 in. Left, logarithmic: the number n of subtasks learned (loss ever under 0.1 nats) against the number of samples D, for "
            + "eight values of alpha; fits from the first n > 0 to the end; y from 0.8. Right: the fitted exponent against alpha with the "
            + "theory 1/(1 + alpha) on [0, 0.9]; .878 .765 .739 .678 .677 .650 .617 .578.",
        "All points and fits are from the recovered values.",
        SubtasksLearnedChart.Draw(GalleryData.Read("parity-learned")));

    private static double Overfitted(int subtask, double step) => Math.Round(1 + 0.01 * subtask * Math.Max(0, Math.Log(step / 9500)), 3);

    private static Frame Curves(double[] subtasks, double[] steps, Func<int, double, double> loss) => Frame.Of(
        ("subtask", [.. subtasks.SelectMany(subtask => steps.Select(_ => subtask + 1))]),
        ("step", [.. subtasks.SelectMany(_ => steps)]),
        ("loss", [.. subtasks.Index().SelectMany(subtask => steps.Select(step => loss(subtask.Index, step)))]));
}
