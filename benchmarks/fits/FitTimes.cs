using System.Diagnostics;
using System.Globalization;
using Quanta.Products.Benchmarks;
using Quanta.Scaling.Fits;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Tables;

namespace Quanta.Fits.Benchmarks;

/// <summary>Times 4,500 starts and 4,000 resamples of the Chinchilla fit on the points of Besiroglu et al. 2024.</summary>
internal static class FitTimes
{
    private const int Resamples = 4000;

    public static void Write(string path, int rounds, TextWriter output, TextWriter log)
    {
        var form = new ChinchillaForm();
        var points = new FitColumns { Sizes = ["Model Size"], Flops = "Training FLOP", Measured = "loss", DropHighest = 5 }.Points(TextTableFile.Read(path), form);
        var starts = new FitOptions { Threads = Environment.ProcessorCount };
        var resamples = starts with { MaxStarts = 10, Bootstrap = new BootstrapOptions(Resamples) };
        var (fit, startTimes) = Time("4,500 starts", rounds, () => ScalingFit.Run(form, points, starts), log);
        var (sample, resampleTimes) = Time("4,000 resamples", rounds, () => ScalingFit.Run(form, points, resamples), log);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            # The Chinchilla fit, 240 points

            Made by `benchmarks/fits/run.sh`. Whole calls of `ScalingFit.Run`, on all cores, after one to warm up; {rounds} rounds.
            Processor seconds are summed over cores and hardly depend on what else the machine does; divided by the cores they are the time of an idle machine.

            {string.Join('\n', MachineDescription.Lines())}

            | | seconds, median | minimum | maximum | processor seconds, median |
            | --- | ---: | ---: | ---: | ---: |
            | {fit.Search.Starts:N0} starts of L-BFGS, {fit.Search.Agreeing:N0} of which end at the lowest loss | {startTimes} |
            | 10 starts and {sample.Bootstrap!.Parameters.Count:N0} resamples of points | {resampleTimes} |

            Loss {fit.Statistics.Objective:G9}. Estimates, standard deviations over the resamples and 95 % intervals:

            | | estimate | standard error | from | to |
            | --- | ---: | ---: | ---: | ---: |
            """));
        foreach (var p in sample.Parameters.Concat(sample.Derived))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {p.Name} | {p.Value:G7} | {p.BootstrapError:G4} | {p.Bootstrap!.Low:G5} | {p.Bootstrap.High:G5} |"));
    }

    private static (FitResult Result, Times Times) Time(string what, int rounds, Func<FitResult> run, TextWriter log)
    {
        var (result, times) = (run(), new Times(new double[rounds], new double[rounds]));
        using var process = Process.GetCurrentProcess();
        for (var round = 0; round < rounds; round++)
        {
            process.Refresh();
            var (start, processor) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
            result = run();
            times.Wall[round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            process.Refresh();
            times.Processor[round] = (process.TotalProcessorTime - processor).TotalSeconds;
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {times.Wall[round]:F2} s, {times.Processor[round]:F2} s of processors"));
        }
        return (result, times);
    }

    /// <summary>Seconds, a round each.</summary>
    private sealed record Times(double[] Wall, double[] Processor)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Median(Wall):F2} | {Wall.Min():F2} | {Wall.Max():F2} | {Median(Processor):F2}");

        private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
    }
}
