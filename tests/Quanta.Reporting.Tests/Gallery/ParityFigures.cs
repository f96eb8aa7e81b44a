using Quanta.Reporting.Charts;

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
            new Chart
            {
                Height = 3.5,
                Columns = 1,
                Description = "Losses of single subtasks fall one after another, in order of their frequency, while the mean falls smoothly.",
                Panels =
                [
                    Trajectories("(a) infinite data", infinite, new Line(mean, "step", "loss") { Name = "mean loss", Ink = Ink.Category(1), Width = 1.6 }),
                    Trajectories("(b) 5 million samples", finite, Rule.AtX(9500) with { Name = "best mean test loss", Ink = Ink.Category(6) }),
                ],
            });
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
            new Chart
            {
                Height = 2,
                Description = "Rare subtasks take longer to learn, nearly in inverse proportion to their frequency; the mean loss falls as a "
                    + "power of the step.",
                Panels =
                [
                    new Panel
                    {
                        X = Axis.Log(Label.Math("Subtask frequency p_i")),
                        Y = Axis.Log("Convergence time (steps)"),
                        Colour = ColourScale.Sequential(ColourMap.Magma, 0, 150) with { Label = "Subtask" },
                        Marks =
                        [
                            new Points(converged, "frequency", "step") { ColourBy = "subtask" },
                            new FittedLine(converged, "frequency", "step") { DrawOver = (1e-3, 0.3), Ink = Ink.Category(4), NameOf = fit =>
                                $"fitted slope {Fixed(fit.Slope)}" },
                            new Curve(x => 80 / x, 1e-3, 0.3) { Name = "slope \u22121", Ink = Ink.Category(2), Dash = Dash.DashDotted },
                        ],
                    },
                    new Panel
                    {
                        X = Axis.Log("Training step"),
                        Y = Axis.Log("Mean loss (bits)").WithTicks(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1),
                        Marks =
                        [
                            new Line(mean, "step", "loss") { Ink = Ink.Category(3) },
                            new FittedLine(mean, "step", "loss") { FitOver = (400, 8900), Ink = Ink.Foreground, NameOf = fit =>
                                $"fitted slope {Fixed(fit.Slope)}" },
                        ],
                    },
                ],
            });
    }

    public static GalleryFigure Figure9()
    {
        var learned = GalleryData.Read("parity-learned");
        var exponents = GalleryData.Exponents(learned, "samples", "learned");
        return new GalleryFigure("figure-9", "Figure 9: subtasks learned from finite data",
            "5.5 × 2 in. Left, logarithmic: the number n of subtasks learned (loss ever under 0.1 nats) against the number of samples D, for "
                + "eight values of alpha; fits from the first n > 0 to the end; y from 0.8. Right: the fitted exponent against alpha with the "
                + "theory 1/(1 + alpha) on [0, 0.9]; .878 .765 .739 .678 .677 .650 .617 .578.",
            "All points and fits are from the recovered values.",
            new Chart
            {
                Height = 2,
                Description = "The number of subtasks learned grows as a power of the data, with exponents close to 1/(1 + alpha).",
                Panels =
                [
                    new Panel
                    {
                        X = Axis.Log("Training samples D"),
                        Y = Axis.Log("Subtasks learned n") with { Minimum = 0.8 },
                        Colour = ColourScale.Sequential(ColourMap.Viridis) with { Label = "alpha + 1" },
                        Marks =
                        [
                            new Points(learned, "samples", "learned") { ColourBy = "alpha", Size = 2.5 },
                            new FittedLine(learned, "samples", "learned") { ColourBy = "alpha", Width = 0.9 },
                        ],
                    },
                    ScalingFigures.ExponentPanel(exponents, alpha => 1 / (1 + alpha), "1/(alpha + 1)", 0.9) with
                    {
                        X = Axis.Linear("Quanta distribution alpha").Over(0, 0.9),
                        Y = Axis.Linear("Exponent of n").Over(0.5, 1.02),
                    },
                ],
            });
    }

    private static double Overfitted(int subtask, double step) => Math.Round(1 + 0.01 * subtask * Math.Max(0, Math.Log(step / 9500)), 3);

    private static Panel Trajectories(string title, Frame curves, Mark mark) => new()
    {
        Title = title,
        X = Axis.Log("Training step"),
        Y = Axis.Linear("Loss (bits)").Over(0, curves["loss"].Max() > 1 ? 2 : 1.05),
        Colour = ColourScale.Sequential(ColourMap.Magma, 1, 500) with { Label = "Subtask" },
        Marks = [new Line(curves, "step", "loss") { ColourBy = "subtask", Width = 0.8 }, mark],
    };

    private static Frame Curves(double[] subtasks, double[] steps, Func<int, double, double> loss) => Frame.Of(
        ("subtask", [.. subtasks.SelectMany(subtask => steps.Select(_ => subtask + 1))]),
        ("step", [.. subtasks.SelectMany(_ => steps)]),
        ("loss", [.. subtasks.Index().SelectMany(subtask => steps.Select(step => loss(subtask.Index, step)))]));

    internal static string Fixed(double slope) =>
        (slope < 0 ? "\u2212" : "") + Math.Abs(slope).ToString("F2", System.Globalization.CultureInfo.InvariantCulture);
}
