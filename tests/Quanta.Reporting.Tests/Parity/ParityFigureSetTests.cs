using Quanta.Reporting.Charts;
using Quanta.Reporting.Parity;
using Quanta.Reporting.Tests.Gallery;
using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Training;
using Tables = Quanta.ToyModels.Parity.Analysis.ParityFigures;

namespace Quanta.Reporting.Tests.Parity;

public sealed class ParityFigureSetTests
{
    private const int Tasks = 60;
    private static readonly int[] Widths = [9, 35, 300];
    private static readonly double[] Alphas = [1.4, 1.8];
    private static readonly int[] Samples = [9999, 79370, 629960, 4999999];

    [Fact]
    public void Every_figure_is_drawn_from_runs_with_published_values_beside_them()
    {
        var figures = ParityFigureSet.Draw(Runs(), Published());
        Assert.Equal(["figure-2", "figure-7", "figure-8", "figure-9", "figure-10"], figures.Select(figure => figure.Name));
        foreach (var (name, chart) in figures)
        {
            Assert.StartsWith("<svg", chart.ToSvg(), StringComparison.Ordinal);
            Assert.Contains("last evaluated at step", chart.Caption.PlainText, StringComparison.Ordinal);
            Assert.Equal(name != "figure-7", chart.ToTables()[0].Csv.Contains("published", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Without_runs_of_a_sweep_its_figures_are_left_out()
    {
        var runs = Runs() with { Samples = [], SamplesByAlpha = [] };
        var figures = ParityFigureSet.Draw(runs, PublishedParity.None);
        Assert.Equal(["figure-2", "figure-7", "figure-8", "figure-10"], figures.Select(figure => figure.Name));
        Assert.Equal([4, 1, 2, 4], figures.Select(figure => figure.Chart.Panels.Count));
        Assert.All(figures, figure => Assert.DoesNotContain("published", figure.Chart.ToTables()[0].Csv, StringComparison.Ordinal));
    }

    [Fact]
    public void Exponents_are_those_that_the_runs_were_made_with_beside_the_published_ones()
    {
        var table = ParityFigureSet.Exponents(Runs(), Published());
        Assert.Equal(Alphas, table.Column("alpha_config"));
        Expect.Near(0.4, table.Column("alpha_N")[0], 1e-6, "exact power laws but for float32");
        Expect.Near(0.8 / 1.8, table.Column("alpha_S")[1], 1e-6, "exact power laws but for float32");
        Expect.Near(0.4 / 1.4, table.Column("alpha_D")[0], 1e-6, "exact power laws but for float32");
        Expect.Near(0.3781, table.Column("alpha_N_published")[0], 2e-4, "the published points have four digits");
        Expect.Near(0.6080, table.Column("alpha_N_published")[1], 2e-4, "the published points have four digits");
        Expect.Near(0.3076, table.Column("alpha_D_published")[0], 2e-4, "the published points have four digits");
        Expect.Near(0.8, table.Column("alpha_N_theory")[1], 1e-12, "alpha is one less than the runs'");
        Assert.False(double.IsNaN(table.Column("alpha_D_published_at_these_sizes")[0]));
    }

    [Fact]
    public void The_fits_of_the_library_of_toy_models_give_the_same()
    {
        var runs = Runs();
        var here = ParityFigureSet.Exponents(runs, PublishedParity.None);
        Assert.Equal(Tables.ParameterExponents(Tables.Figure10Parameters(runs.WidthsByAlpha)).Column("alpha_N"), here.Column("alpha_N"), Close);
        Assert.Equal(Tables.DataExponents(Tables.Figure10Data(runs.SamplesByAlpha)).Column("alpha_D"), here.Column("alpha_D"), Close);
    }

    private static bool Close(double first, double second) => Math.Abs(first - second) <= 1e-9; // the same fit in another order of sums

    private static PublishedParity Published() => PublishedParity.Read(Path.Combine(GalleryData.Folder, "data"));

    /// <summary>Runs whose losses are the theory's power laws, and whose subtasks are learned at steps in inverse proportion to their frequency.</summary>
    private static FigureRuns Runs()
    {
        RunCurves[] widths = [.. Alphas.SelectMany(alpha => Widths.Select(width => Infinite(alpha, width)))];
        RunCurves[] samples = [.. Alphas.SelectMany(alpha => Samples.Select(size => Finite(alpha, size)))];
        return new FigureRuns(widths[..3], samples[..4], widths, samples);
    }

    private static RunCurves Infinite(double alpha, int width)
    {
        var options = new ParityOptions { Tasks = Tasks, Bits = 20, Alpha = alpha, Width = width };
        var scale = Math.Pow(options.Shape.ParameterCount / 1e4, 1 - alpha);
        return Run(options, step => 0.2 * scale * Math.Pow(Math.Max(step, 100) / 1e4, -(alpha - 1) / alpha));
    }

    private static RunCurves Finite(double alpha, int size)
    {
        var options = new ParityOptions { Tasks = Tasks, Bits = 20, Alpha = alpha, Width = 20, Examples = size };
        var best = 0.4 * Math.Pow(size / 1e5, -(alpha - 1) / alpha);
        return Run(options, step => best * (1 + Math.Abs(step - 5000) / 1e4));
    }

    private static RunCurves Run(ParityOptions options, Func<long, double> loss)
    {
        var frequencies = options.Frequencies();
        float[] Losses(long step) => [.. frequencies.Select(p => step * p > 80 ? 0.01f : 0.7f)];
        return new RunCurves(options, options.Shape.ParameterCount,
            [.. Enumerable.Range(0, 31).Select(i => i * 500L).Select(step => new ParityEvaluation(step, loss(step), 1, Losses(step), new float[Tasks]))]);
    }
}
