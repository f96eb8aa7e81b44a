using System.Diagnostics;

namespace Quanta.Products.Benchmarks;

/// <summary>Times actions in turn, round after round, so that what else the machine does falls on all alike.</summary>
internal static class Measurement
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.4), LeastSample = TimeSpan.FromSeconds(0.1);

    /// <summary>Threads of a native library go on spinning for some 30 ms after its last call, on the processors of whoever is timed next.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.06);

    /// <summary>Median seconds a call of each action.</summary>
    public static double[] MedianSeconds(IReadOnlyList<Action> actions, int rounds)
    {
        var calls = actions.Select(CallsASample).ToArray();
        var samples = actions.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < actions.Count; i++) samples[i][round] = SecondsACall(actions[i], calls[i]);
        return [.. samples.Select(Median)];
    }

    /// <summary>Runs the action until it is compiled in full, and finds how often it must run for a sample.</summary>
    private static int CallsASample(Action action)
    {
        var (calls, start) = (0, Stopwatch.GetTimestamp());
        for (; calls == 0 || Stopwatch.GetElapsedTime(start) < WarmUp; calls++) action();
        return Math.Max(1, (int)(calls * (LeastSample / Stopwatch.GetElapsedTime(start))));
    }

    private static double SecondsACall(Action action, int calls)
    {
        Thread.Sleep(Rest);
        action();
        var start = Stopwatch.GetTimestamp();
        for (var call = 0; call < calls; call++) action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
