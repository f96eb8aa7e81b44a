using Quanta.Numerics.Statistics;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Analysis;

/// <summary>The exponents of figures 8, 9 and 10, on plain arrays. Exponents are as fitted: negative for losses.</summary>
public static class ScalingExponents
{
    /// <summary>Points with a loss of this many bits or more are before the power law (data scaling).</summary>
    public const double DataOnsetBits = 0.95;

    /// <summary>The first step of the fit of loss on steps.</summary>
    public const double FirstStep = 500;

    /// <summary>The step that ends the fit of loss on steps, exclusive.</summary>
    public const double EndStep = 15_000;

    /// <summary>The last index, exclusive, of the data fit in the sorted list of sizes.</summary>
    public const int DataFitEnd = 25;

    /// <summary>Loss on parameters, over all points.</summary>
    public static PowerLaw Parameters(IReadOnlyList<double> parameters, IReadOnlyList<double> bits) => PowerLaw.Fit([.. parameters], [.. bits]);

    /// <summary>Loss on steps of one or several curves pooled: log points with from &lt;= step &lt; end.</summary>
    public static PowerLaw Steps(IReadOnlyList<double> steps, IReadOnlyList<double> bits, double from = FirstStep, double end = EndStep)
    {
        var kept = Enumerable.Range(0, steps.Count).Where(i => steps[i] >= from && steps[i] < end).ToArray();
        return PowerLaw.Fit([.. kept.Select(i => steps[i])], [.. kept.Select(i => bits[i])]);
    }

    /// <summary>The right panel of figure 8: log points 4 to 89 of one run.</summary>
    public static PowerLaw StepsByIndex(IReadOnlyList<double> steps, IReadOnlyList<double> bits, int first = 4, int last = 89)
    {
        var count = Math.Min(last + 1, steps.Count) - first;
        return PowerLaw.Fit([.. steps.Skip(first).Take(count)], [.. bits.Skip(first).Take(count)]);
    }

    /// <summary>Early-stopped loss on data, from the first size whose loss is below <see cref="DataOnsetBits"/> to index <see cref="DataFitEnd"/>.</summary>
    /// <param name="examples">[n], D ascending.</param>
    /// <param name="bits">[n], the least loss over the run.</param>
    public static PowerLaw Data(IReadOnlyList<double> examples, IReadOnlyList<double> bits)
    {
        var first = Enumerable.Range(0, bits.Count).FirstOrDefault(i => bits[i] < DataOnsetBits, bits.Count);
        return PowerLaw.Fit([.. examples.Take(DataFitEnd).Skip(first)], [.. bits.Take(DataFitEnd).Skip(first)]);
    }

    /// <summary>Subtasks learned on data, from the first size with any learned to the end (figure 9).</summary>
    /// <param name="examples">[n], D ascending.</param>
    /// <param name="learned">[n], see <see cref="Learned"/>.</param>
    public static PowerLaw SubtasksLearned(IReadOnlyList<double> examples, IReadOnlyList<double> learned)
    {
        var first = Enumerable.Range(0, learned.Count).FirstOrDefault(i => learned[i] > 0, learned.Count);
        return PowerLaw.Fit([.. examples.Skip(first)], [.. learned.Skip(first)]);
    }

    /// <summary>How many subtasks' least loss over the run is below 0.1 nats (not bits).</summary>
    public static int Learned(RunCurves run, double thresholdNats = 0.1) =>
        Enumerable.Range(0, run.Log[0].SubtaskLosses.Length).Count(i => run.Log.Any(e => e.SubtaskLosses[i] < thresholdNats));
}

/// <summary>When each subtask is learned, and how that depends on its frequency (figure 8).</summary>
public static class Convergence
{
    /// <summary>Published threshold of convergence: 0.1 bits. (A subtask counts as learned, in figure 9, below 0.1 nats.)</summary>
    public const double ThresholdBits = 0.1;

    /// <summary>The first logged step at which each subtask's loss is below the threshold; null for one that never gets there.</summary>
    public static long?[] FirstSteps(IReadOnlyList<ParityEvaluation> log, double thresholdBits = ThresholdBits)
    {
        var first = new long?[log.Count == 0 ? 0 : log[0].SubtaskLosses.Length];
        foreach (var evaluation in log)
            for (var i = 0; i < first.Length; i++)
                if (first[i] is null && Bits.FromNats(evaluation.SubtaskLosses[i]) < thresholdBits) first[i] = evaluation.Step;
        return first;
    }

    /// <summary>The fit of convergence step on frequency, over the subtasks that converged after step 0.</summary>
    public static PowerLaw Fit(IReadOnlyList<double> frequencies, IReadOnlyList<long?> steps)
    {
        var converged = Enumerable.Range(0, steps.Count).Where(i => steps[i] > 0).ToArray();
        return PowerLaw.Fit([.. converged.Select(i => frequencies[i])], [.. converged.Select(i => (double)steps[i]!.Value)]);
    }
}
