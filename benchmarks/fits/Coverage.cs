using System.Globalization;
using Quanta.Products.Benchmarks;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Tests.Forms;

namespace Quanta.Fits.Benchmarks;

/// <summary>Simulates points of known laws and counts how often 95 % intervals hold the truth; a case that is finished is read from its file, not done again.</summary>
internal static class Coverage
{
    private const double LeastShare = 0.93, LargestShare = 0.97;
    private static readonly double[] Noises = [0.005, 0.02, 0.05];

    /// <returns>Whether all cases are finished; the table holds those that are.</returns>
    public static bool Write(string folder, int simulations, int threads, int most, TextWriter output, TextWriter log)
    {
        Directory.CreateDirectory(folder);
        bool IsFinished(CoverageCase which) => File.Exists(PathOf(folder, which, simulations));
        foreach (var which in Cases().Where(which => !IsFinished(which)).Take(most)) Simulate(folder, which, simulations, threads, log);
        var (all, finished) = (Cases().Count(), Cases().Where(IsFinished).ToList());
        WriteHead(simulations, finished.Count, all, output);
        foreach (var which in finished) WriteRows(which, Counts(folder, which, simulations), output);
        return finished.Count == all;
    }

    private static void WriteHead(int simulations, int finished, int all, TextWriter output)
    {
        var resampled = simulations / CoverageCase.SimulationsPerBootstrap;
        double Error(int trials) => 100 * Math.Sqrt(0.05 * 0.95 / trials);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            # How often 95 % intervals hold the truth

            Made by `benchmarks/fits/run.sh`: {simulations:N0} simulations a line for profile-likelihood intervals, and {resampled:N0} of {CoverageCase.Resamples} resamples each for percentile
            intervals of the bootstrap. The standard error of a share of 95 % is {Error(simulations):F1} and {Error(resampled):F1} points. Sizes lie evenly between 10^5 and 10^10
            in logarithms; noise is normal, of the logarithm for losses, of the value itself for sigmoid, step and hinge. "open": intervals with an infinite end.
            Bold: outside 93 to 97 %. Truths: tests/Quanta.Scaling.Tests/Forms/FormCases.cs. {finished} of {all} cases are finished.

            {MachineDescription.Lines().First()}

            | form | loss | noise | points | parameter | profile % | open % | pairs % | residuals % |
            | --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: |
            """));
    }

    private static void WriteRows(CoverageCase which, int[][][] counts, TextWriter output)
    {
        foreach (var (parameter, kinds) in which.Truth.Form.Parameters.Zip(counts))
        {
            string[] cells =
            [
                which.Truth.Form.Name, which.Loss.Name, which.Noise.ToString(CultureInfo.InvariantCulture), which.Points.ToString(CultureInfo.InvariantCulture),
                parameter.Name, Share(kinds[0]), Open(kinds[0]), Share(kinds[1]), Share(kinds[2]),
            ];
            output.WriteLine($"| {string.Join(" | ", cells)} |");
        }
    }

    private static IEnumerable<CoverageCase> Cases() =>
        // Two breaks have nine parameters: far more to compute, and one break shows how such a form behaves.
        from truth in FormCases.All.Where(truth => truth.Form.Parameters.Count < 9)
        from loss in truth.Form.DefaultLoss.IsSquared ? [truth.Form.DefaultLoss] : new[] { FitLoss.SquaredLog, truth.Form.DefaultLoss }
        from noise in Noises
        orderby truth.Form.Parameters.Count
        select new CoverageCase(truth, loss, PointsFor(truth.Form), noise);

    private static int PointsFor(IScalingForm form) => form.Parameters.Count switch
    {
        2 => 12,
        3 => 20,
        4 => 24,
        5 => 60,
        6 => 40,
        _ => 60,
    };

    private static string PathOf(string folder, CoverageCase which, int simulations) => Path.Combine(folder, $"{which.Name}-{simulations}.csv");

    private static void Simulate(string folder, CoverageCase which, int simulations, int threads, TextWriter log)
    {
        log.WriteLine($"{which.Name}, {which.Points} points");
        var path = PathOf(folder, which, simulations);
        File.WriteAllLines(path + ".part", which.Count(simulations, threads).Select(c => $"{c.Profile};{c.Pairs};{c.Residuals}"));
        File.Move(path + ".part", path, overwrite: true);
    }

    /// <summary>[parameters][kind][hits, closed, trials].</summary>
    private static int[][][] Counts(string folder, CoverageCase which, int simulations)
    {
        int[] Numbers(string kind) => [.. kind.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        return [.. File.ReadLines(PathOf(folder, which, simulations)).Select(line => line.Split(';').Select(Numbers).ToArray())];
    }

    private static string Share(int[] tally)
    {
        if (tally[2] == 0) return "";
        var share = (double)tally[0] / tally[2];
        var text = (100 * share).ToString("F1", CultureInfo.InvariantCulture);
        return share is >= LeastShare and <= LargestShare ? text : $"**{text}**";
    }

    private static string Open(int[] tally) => tally[2] == 0 ? "" : (100 * (1 - (double)tally[1] / tally[2])).ToString("F0", CultureInfo.InvariantCulture);
}
