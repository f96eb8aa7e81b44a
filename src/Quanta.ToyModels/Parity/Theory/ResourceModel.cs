namespace Quanta.ToyModels.Parity.Theory;

/// <summary>The resource model of skill learning (Liu et al. 2025, "Physics of skill learning"): skills compete for one budget of gradient.</summary>
/// <remarks>dl_k/dt = -eta p_k l_k / (N0 + sum of p_j l_j), clamped at 0, from l_k = 1; the loss is the sum of p_k l_k^2. While one skill dominates the sum it falls at
/// rate eta and the others wait: they are learned one after another, each taking about as long (the domino effect), not in times proportional to 1 / p.</remarks>
/// <param name="Rate">eta.</param>
/// <param name="Reserve">N0, the share of the budget that no skill takes.</param>
public sealed record ResourceModel(double Rate = 1, double Reserve = 0)
{
    /// <summary>The first time at which each skill's l is at most <paramref name="threshold"/>; infinite for those that do not get there before <paramref name="end"/>.</summary>
    /// <param name="frequencies">p, positive.</param>
    /// <param name="threshold">Between 0 and 1.</param>
    /// <param name="end">When to stop.</param>
    /// <param name="step">Euler step; the error in a time is about one step.</param>
    public double[] LearningTimes(ReadOnlySpan<double> frequencies, double threshold, double end, double step = 1e-4)
    {
        var left = Enumerable.Repeat(1.0, frequencies.Length).ToArray();
        var times = Enumerable.Repeat(double.PositiveInfinity, frequencies.Length).ToArray();
        for (var i = 0L; i * step < end; i++)
        {
            var demand = Reserve;
            for (var k = 0; k < left.Length; k++) demand += frequencies[k] * left[k];
            if (!(demand > 0)) break;
            for (var k = 0; k < left.Length; k++)
            {
                left[k] = Math.Max(0, left[k] - step * Rate * frequencies[k] * left[k] / demand);
                if (left[k] <= threshold && double.IsInfinity(times[k])) times[k] = (i + 1) * step;
            }
        }
        return times;
    }
}
