using System.Runtime.ExceptionServices;

namespace Quanta.LanguageModels;

/// <summary>Runs independent pieces of work on a few workers, each with a workspace of its own that it keeps from piece to piece.</summary>
internal static class Workers
{
    /// <summary>Calls <paramref name="work"/> for every index below <paramref name="count"/>; indices are handed out in ascending order.</summary>
    /// <remarks>The first failure stops the others; where several fail, the one of the lowest index is thrown.</remarks>
    /// <param name="count">The number of pieces.</param>
    /// <param name="threads">The number of workers; one works on the calling thread.</param>
    /// <param name="createWorkspace">Called once a worker.</param>
    /// <param name="work">Does one piece.</param>
    /// <param name="weight">A piece's share of the work, for progress.</param>
    /// <param name="progress">Receives rising fractions of the work.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    public static void Run<TWorkspace>(
        int count, int threads, Func<TWorkspace> createWorkspace, Action<TWorkspace, int> work, Func<int, long> weight, IProgress<double>? progress,
        CancellationToken cancellation)
        where TWorkspace : IDisposable
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var meter = new Meter(Enumerable.Range(0, count).Sum(weight), progress);
        var failures = new SortedDictionary<int, Exception>();
        var next = -1;

        void RunOne()
        {
            using var workspace = createWorkspace();
            while (!cancellation.IsCancellationRequested)
            {
                var index = Interlocked.Increment(ref next);
                if (index >= count) return;
                try
                {
                    work(workspace, index);
                    meter.Add(weight(index));
                }
                catch (Exception exception)
                {
                    lock (failures) failures.Add(index, exception);
                    Interlocked.Exchange(ref next, count);
                    return;
                }
            }
        }

        var others = Enumerable.Range(1, Math.Max(0, Math.Min(threads, count) - 1)).Select(_ => Task.Factory.StartNew(
            RunOne, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        try
        {
            if (count > 0) RunOne();
        }
        finally
        {
            Task.WaitAll(others, CancellationToken.None);
        }
        if (failures.Count > 0) ExceptionDispatchInfo.Throw(failures.First().Value);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Reports the fraction of the work done, never falling.</summary>
    private sealed class Meter(long total, IProgress<double>? progress)
    {
        private readonly Lock _lock = new();
        private long _done;

        public void Add(long weight)
        {
            if (progress is null) return;
            lock (_lock) progress.Report((double)(_done += weight) / Math.Max(1, total));
        }
    }
}
