using Quanta.Scaling.Fits;
using Quanta.Scaling.Forms;
using Quanta.Scaling.Tests.Forms;

namespace Quanta.Fits.Benchmarks;

/// <summary>One form, loss and noise: how often intervals hold the truth.</summary>
/// <param name="Truth">The form and its natural parameters.</param>
/// <param name="Loss">What is minimised.</param>
/// <param name="Points">How many points a simulation has.</param>
/// <param name="Noise">Standard deviation of the noise, of logarithms or of the values as the form's default loss has them.</param>
internal sealed record CoverageCase(FormCases.Case Truth, FitLoss Loss, int Points, double Noise)
{
    public const int Resamples = 200, SimulationsPerBootstrap = 10;
    private const int Starts = 8;

    public string Name => FormattableString.Invariant($"{Truth.Form.Name}-{Loss.Name}-{Noise}");

    /// <summary>Of the first simulation; each noise draws its own numbers.</summary>
    private ulong Seed => (ulong)Math.Round(Noise * 1000) * 1_000_000;

    /// <summary>Hits and trials of each parameter by each kind of interval.</summary>
    public CoverageCounts[] Count(int simulations, int threads)
    {
        var counts = Truth.Natural.Select(_ => new CoverageCounts()).ToArray();
        var results = new FitResult[simulations];
        Parallel.For(0, simulations, new ParallelOptions { MaxDegreeOfParallelism = threads }, s => results[s] = Fit(s, null));
        foreach (var fit in results) Add(counts, fit, p => p.Profile, c => c.Profile);
        foreach (var kind in new[] { BootstrapKind.Pairs, BootstrapKind.Residuals })
        {
            var some = new FitResult[simulations / SimulationsPerBootstrap];
            Parallel.For(0, some.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, s => some[s] = Fit(s, new BootstrapOptions(Resamples, kind, (ulong)s)));
            foreach (var fit in some) Add(counts, fit, p => p.Bootstrap, c => kind == BootstrapKind.Pairs ? c.Pairs : c.Residuals);
        }
        return counts;
    }

    private FitResult Fit(int simulation, BootstrapOptions? bootstrap) => ScalingFit.Run(
        Truth.Form, FormCases.Points(Truth, Points, Noise, Seed + (ulong)simulation),
        new FitOptions { Loss = Loss, MaxStarts = Starts, Profile = bootstrap is null, Bootstrap = bootstrap });

    private void Add(CoverageCounts[] counts, FitResult fit, Func<FittedValue, Interval?> interval, Func<CoverageCounts, CoverageCounts.Tally> tally)
    {
        for (var j = 0; j < counts.Length; j++)
            if (interval(fit.Parameters[j]) is { } found) tally(counts[j]).Add(found.Contains(Truth.Natural[j]), found.IsClosed);
    }
}
