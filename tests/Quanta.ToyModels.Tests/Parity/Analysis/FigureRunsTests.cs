using Quanta.ToyModels.Parity.Analysis;
using Quanta.ToyModels.Parity.Storage;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Tests.Parity.Analysis;

public class FigureRunsTests
{
    private static readonly ParityOptions Tiny = new()
    {
        Tasks = 3,
        Bits = 8,
        SubsetSize = 2,
        Alpha = 1.4,
        Width = 4,
        BatchSize = 50,
        Steps = 4,
        LogEvery = 1,
        TestPoints = 100,
        TestPointsPerTask = 10,
    };

    [Fact]
    public void Sweeps_are_found_by_name_and_stand_in_for_each_other()
    {
        using var folder = new TemporaryFolder();
        Make(folder, "p-scaling-15/0000", Tiny with { Width = 9 });
        foreach (var width in new[] { 4, 6 }) Make(folder, $"p-scaling-17-reduced/{width:0000}", Tiny with { Width = width });
        Make(folder, "p-scaling-17-reduced/0007", Tiny with { Width = 8, Alpha = 1.8 });
        Make(folder, "d-scaling-99/0000", Tiny with { Examples = 100 });
        var runs = FigureRuns.Load(folder.Path);
        Assert.Equal((1, 0, 3, 0), (runs.Widths.Count, runs.Samples.Count, runs.WidthsByAlpha.Count, runs.SamplesByAlpha.Count));
        Assert.Equal([4, 6], runs.WidthScaling.Select(run => run.Options.Width));
        Assert.Equal(9, runs.Widest!.Options.Width);
        Assert.Null(runs.MostSamples);
    }

    [Fact]
    public void Unfinished_runs_count_for_curves_only_and_only_when_asked_for()
    {
        using var folder = new TemporaryFolder();
        foreach (var width in new[] { 4, 6 }) Make(folder, $"p-scaling-15/{width:0000}", Tiny with { Width = width });
        var path = Path.Combine(folder.Path, "p-scaling-15", "0009");
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => ParityRunFolder.OpenOrCreate(path, Tiny with { Width = 9 })
            .Run(progress: new After(0.5, stop.Cancel), cancellation: stop.Token));
        Assert.Equal([4, 6], FigureRuns.Load(folder.Path).Widths.Select(run => run.Options.Width));
        var all = FigureRuns.Load(folder.Path, unfinished: true);
        Assert.Equal(9, all.Widest!.Options.Width);
        Assert.Equal([4, 6], all.WidthScaling.Select(run => run.Options.Width));
    }

    [Fact]
    public void A_folder_without_runs_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("p-scaling-15", Assert.Throws<InvalidDataException>(() => FigureRuns.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static void Make(TemporaryFolder folder, string name, ParityOptions options) => ParityRunFolder.OpenOrCreate(folder.File(name), options).Run();

    private sealed class After(double fraction, Action act) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= fraction) act();
        }
    }
}
