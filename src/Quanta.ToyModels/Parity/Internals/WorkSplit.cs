namespace Quanta.ToyModels.Parity.Internals;

/// <summary>Runs independent units of work on a number of threads. A unit's result must not depend on any other, so their order is free.</summary>
internal static class WorkSplit
{
    public static void Run(int units, int threads, Action<int> work)
    {
        if (threads > 1 && units > 1)
        {
            Parallel.For(0, units, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
            return;
        }
        for (var unit = 0; unit < units; unit++) work(unit);
    }
}
