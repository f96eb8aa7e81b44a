using Quanta.Numerics.Random;
using Quanta.Scaling.Scores;

namespace Quanta.Scaling.Emergence;

/// <summary>How often the detector says jump, measured by drawing binomial scores from a known truth.</summary>
/// <param name="Truth">The truth's name.</param>
/// <param name="Scales">How many, equally spaced in the logarithm.</param>
/// <param name="Decades">From the smallest to the largest.</param>
/// <param name="Items">Of each score.</param>
/// <param name="Trials">How many curves were drawn.</param>
/// <param name="Jumps">How many were called emergent or abrupt.</param>
public sealed record DetectorTrials(string Truth, int Scales, double Decades, int Items, int Trials, int Jumps)
{
    public double Rate => (double)Jumps / Trials;

    /// <summary>Of the rate, at 95 %.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Jumps, Trials);

    /// <summary>Draws and judges curves.</summary>
    /// <param name="truth">What the scores are drawn from.</param>
    /// <param name="scales">How many scales.</param>
    /// <param name="decades">From the smallest to the largest.</param>
    /// <param name="items">Of each score.</param>
    /// <param name="trials">How many curves.</param>
    /// <param name="options">The detector.</param>
    /// <param name="seed">Of the draws; trial i draws from stream i.</param>
    /// <param name="threads">The number of threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between trials.</param>
    public static DetectorTrials Run(
        TrialTruth truth, int scales, double decades, int items, int trials, DetectorOptions options, ulong seed = 0, int threads = 1,
        CancellationToken cancellation = default)
    {
        var jumps = 0;
        Parallel.For(0, trials, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, trial =>
        {
            var random = new Philox(seed, StreamPurpose.DetectorTrial.Stream(trial));
            var points = Enumerable.Range(0, scales).Select(i => (double)i / (scales - 1))
                .Select(u => new ScalePoint(Math.Pow(10, 6 + decades * u), Share(random, truth.At(u), items), items));
            var finding = EmergenceDetector.Detect(new ScaleCurve(truth.Name, points), options with { Seed = seed + (ulong)trial });
            if (finding.IsJump) Interlocked.Increment(ref jumps);
        });
        return new DetectorTrials(truth.Name, scales, decades, items, trials, jumps);
    }

    private static double Share(Philox random, double probability, int items)
    {
        var right = 0;
        for (var item = 0; item < items; item++)
            if (random.NextDouble() < probability) right++;
        return (double)right / items;
    }
}

/// <summary>A curve's truth, from which trials draw scores.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="At">The expected score at log10(scale) going from 0 at the smallest scale to 1 at the largest.</param>
public sealed record TrialTruth(string Name, Func<double, double> At)
{
    /// <summary>A straight line in the logarithm of scale.</summary>
    public static TrialTruth Line(double from, double to) => new(FormattableString.Invariant($"line {from:0.##} to {to:0.##}"), u => from + (to - from) * u);

    /// <summary>A level, a jump halfway along the scales, and another level.</summary>
    public static TrialTruth Step(double from, double height, double place = 0.5) =>
        new(FormattableString.Invariant($"jump of {height:0.##} from {from:0.##} at {place:0.##}"), u => u > place ? from + height : from);

    /// <summary>A logistic curve whose middle eight tenths take that part of the range.</summary>
    public static TrialTruth Rise(double from, double to, double part) =>
        new(FormattableString.Invariant($"rise {from:0.##} to {to:0.##} over {part:0.##}"), u => from + (to - from) * RiseShape.At(u, 0.5, part));
}
