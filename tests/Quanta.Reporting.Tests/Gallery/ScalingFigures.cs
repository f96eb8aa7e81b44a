using Quanta.Reporting.Charts;
using Quanta.Reporting.Parity;

namespace Quanta.Reporting.Tests.Gallery;

/// <summary>Figures 2, 10 and 18: power laws in parameters, steps and data.</summary>
internal static class ScalingFigures
{
    public static GalleryFigure Figure2()
    {
        var (widths, mean, samples) = (GalleryData.Read("parity-widths"), GalleryData.Read("parity-mean-loss"), GalleryData.Read("parity-samples"));
        var (largest, most, atStart) = (widths["parameters"].Max(), samples["samples"].Max(), Interpolated(mean, 1000));
        var everyFourth = mean.Where(i => i % 4 == 0);
        return new GalleryFigure("figure-2", "Figure 2: smooth scaling from discrete subtasks",
            "5.5 × 3.5 in, 2 × 3 panels, losses in bits. Top, logarithmic: final mean loss against parameters with the theory N^−0.4 (y ticks .1 "
                + ".2 .3 .4 .6 .8); mean loss of the width-500 run against the step with S^−0.286, drawn at half its x (x ticks 10² to 10⁵); best "
                + "loss against data with D^−0.286 (y ticks .2 .3 .4 .6 .8). Bottom: the loss of each subtask, most frequent lowest, in copper "
                + "from 0 to 1 bit, rows 1 to 41.",
            "Top: losses read off the published picture (about 1 %; 23 of 30 sizes, 14 of 30 data sets) and the recovered run. Bottom: synthetic; "
                + "as many subtasks as explain the mean loss are learned, with a sigmoid edge.",
            EmergenceChart.Draw(
                new EmergenceColumn("Parameters", Axis.Log("Parameters N"), widths, "parameters", [0.1, 0.2, 0.3, 0.4, 0.6, 0.8],
                    EmergenceChart.Theory(0.4, largest, widths["loss"][^1] / 0.9, 1e4, largest, "L ∝ N^{\u2212α}"),
                    Subtasks(widths["parameters"], widths["loss"])),
                new EmergenceColumn("Training steps", Axis.Log("Steps S").WithTicks(1e2, 1e3, 1e4, 1e5), mean, "step", [0.1, 0.2, 0.3, 0.4, 0.6, 1],
                    EmergenceChart.Theory(0.4 / 1.4, 500, atStart, 500, 5e4, "L ∝ S^{\u2212α/(α+1)}"),
                    Subtasks([.. everyFourth["step"].Select(step => step + 1)], everyFourth["loss"]))
                { IsCurve = true },
                new EmergenceColumn("Training data", Axis.Log("Samples D"), samples, "samples", [0.2, 0.3, 0.4, 0.6, 0.8, 1],
                    EmergenceChart.Theory(0.4 / 1.4, most, samples["loss"][^1] / 0.9, 6e4, most, "L ∝ D^{\u2212α/(α+1)}"),
                    Subtasks(samples["samples"], samples["loss"]))));
    }

    public static GalleryFigure Figure10()
    {
        var (parameters, steps, samples) = (GalleryData.Read("parity-parameters"), GalleryData.Read("parity-steps"), GalleryData.Read("parity-data"));
        var first = GalleryData.Read("parity-data-fits");
        var firstOf = first["alpha"].Zip(first["from"]).ToDictionary(pair => pair.First, pair => pair.Second);
        var early = steps.Where("step", step => step is >= 500 and < 15000);
        var learning = samples.Where(i => samples["samples"][i] >= firstOf[samples["alpha"][i]]);
        return new GalleryFigure("figure-10", "Figure 10: exponents against the quanta distribution",
            "5.5 × 6.5 in, 3 × 2 panels. Left, logarithmic, viridis by alpha + 1, y ticks .1 .2 .3 .4 .5 .7 1: losses in bits against parameters "
                + "(430 runs), steps (width 300) and data (359 runs) with dashed fits: over all points; over steps 500 to 14 500; from the first "
                + "loss under 0.95. Right, both axes 0 to 0.85: the exponents and the theory, y = x for parameters and y = x/(1 + x) for steps "
                + "and data.",
            "All points are recovered values, fitted here again; the step curves are simplified polylines, which moves their exponents by about 0.01.",
            ExponentsChart.Draw(
                new ExponentRow(ScaledSize.Parameters, new AlphaLosses(parameters, parameters)),
                new ExponentRow(ScaledSize.Steps, new AlphaLosses(steps, early)),
                new ExponentRow(ScaledSize.Samples, new AlphaLosses(samples, learning))));
    }

    public static GalleryFigure Figure18() => new("figure-18", "Figure 18: exponents in the literature",
        "2.5 × 2.5 in, linear axes from 0.01, y to 1.2, ticks .2 to 1.2: the exponent in data against the exponent in parameters, one marker a "
            + "paper, with the curve y = x/(1 + x) and a grey dashed y = x.",
        "Every point of the published figure, from the table of the literature; one lies outside, as in the original.",
        new Chart
        {
            Width = 4,
            Height = 2.5,
            Description = "Published exponents scatter widely around the diagonal; most of the largest study's lie between it and the theory's curve.",
            Panels =
            [
                new Panel
                {
                    X = Axis.Linear(Label.Math("α_N")).Over(0.01, 1.2).WithTicks(0.2, 0.4, 0.6, 0.8, 1, 1.2),
                    Y = Axis.Linear(Label.Math("α_D")).Over(0.01, 1.2).WithTicks(0.2, 0.4, 0.6, 0.8, 1, 1.2),
                    Colour = ColourScale.Categorical(),
                    Legend = LegendPlacement.Outside,
                    Marks =
                    [
                        new Points(GalleryData.Read("literature-exponents"), "alpha_N", "alpha_D") { ColourBy = "paper", Size = 4.5 },
                        new Curve(Saturating, 0.01, 1.2) { Ink = Ink.Foreground, Name = Label.Math("α_N/(1 + α_N)") },
                        new Curve(x => x, 0.01, 1.2) { Ink = Ink.Muted, Dash = Dash.Dashed, Name = Label.Math("α_D = α_N") },
                    ],
                },
            ],
        });

    private static double Saturating(double alpha) => alpha / (1 + alpha);

    private static Grid Subtasks(IReadOnlyList<double> sizes, IReadOnlyList<double> losses) =>
        EmergenceChart.Cells(sizes, (subtask, size) => Synthetic.SubtaskLoss(Synthetic.Learned(losses[size]) + 1, subtask + 2, 6));

    private static double Interpolated(Frame frame, double step)
    {
        var after = frame["step"].Index().First(pair => pair.Item >= step).Index;
        var (from, to) = (frame["step"][after - 1], frame["step"][after]);
        return frame["loss"][after - 1] + (frame["loss"][after] - frame["loss"][after - 1]) * (step - from) / (to - from);
    }
}
