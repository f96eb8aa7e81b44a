using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Quanta.LanguageModels;

/// <summary>Runs independent pieces of work on a few workers, each with a workspace of its own that it keeps from piece to piece.</summary>
internal static class Workers
{
    /// <summary>Calls <paramref name="work"/> for every index below <paramref name="count"/>; indices are handed out in ascending order.</summary>
    /// <remarks>A failure, also to make a workspace, stops the others as soon as they look at their token; where several fail, the one of the lowest index is
    /// thrown.</remarks>
    /// <param name="count">The number of pieces.</param>
    /// <param name="threads">The number of workers; one works on the calling thread.</param>
    /// <param name="createWorkspace">Called once a worker.</param>
    /// <param name="work">Does one piece; its token is set when the work is cancelled or another worker has failed.</param>
    /// <param name="weight">A piece's share of the work, for progress.</param>
    /// <param name="progress">Receives rising fractions of the work.</param>
    /// <param name="cancellation">Stops between pieces, and within them where they look.</param>
    public static void Run<TWorkspace>(
        int count, int threads, Func<TWorkspace> createWorkspace, Action<TWorkspace, int, CancellationToken> work, Func<int, long> weight, IProgress<double>? progress,
        CancellationToken cancellation)
        where TWorkspace : IDisposable
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var meter = new Meter(Enumerable.Range(0, count).Sum(weight), progress);
        var failures = new SortedList<int, Exception>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var next = -1;

        void RunOne()
        {
            var index = -1;
            try
            {
                using var workspace = createWorkspace();
                while (!stop.IsCancellationRequested && (index = Interlocked.Increment(ref next)) < count)
                {
                    work(workspace, index, stop.Token);
                    meter.Add(weight(index));
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (Exception exception)
            {
                lock (failures) failures.TryAdd(index, exception);
                stop.Cancel();
            }
        }

        var others = Enumerable.Range(1, Math.Max(0, Math.Min(threads, count) - 1)).Select(_ => Task.Factory.StartNew(
            RunOne, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        if (count > 0) RunOne();
        Task.WaitAll(others, CancellationToken.None);
        if (failures.Count > 0) ExceptionDispatchInfo.Throw(failures.Values[0]);
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

/// <summary>Workspaces that outlive the threads that use them: a step borrows as many as it has workers, and the next step finds them again.</summary>
internal sealed class WorkspacePool<T>(Func<T> create) : IDisposable
    where T : IDisposable
{
    private readonly ConcurrentBag<T> _idle = [];

    /// <summary>A workspace that goes back when the lease is disposed.</summary>
    public Lease Borrow() => new(this, _idle.TryTake(out var workspace) ? workspace : create());

    public void Dispose()
    {
        while (_idle.TryTake(out var workspace)) workspace.Dispose();
    }

    internal sealed class Lease(WorkspacePool<T> pool, T workspace) : IDisposable
    {
        public T Workspace => workspace;

        public void Dispose() => pool._idle.Add(workspace);
    }
}
