using System.Runtime.ExceptionServices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Runs pieces of work on the caller's thread and on threads of the pool, each taking the next piece when it has finished one.</summary>
/// <remarks>The caller waits only for pieces that somebody has begun, so it cannot wait for a pool that is busy, not even from within it.</remarks>
internal static class WorkQueue
{
    /// <summary>Runs pieces 0 to <paramref name="count"/> - 1 on at most <paramref name="threads"/> threads; rethrows the first exception when all have ended.</summary>
    public static void Run<TWork>(TWork work, int count, int threads)
        where TWork : struct, IWork
    {
        var queue = new Queue<TWork>(work, count);
        for (var helper = 1; helper < Math.Min(threads, count); helper++) ThreadPool.UnsafeQueueUserWorkItem(queue, preferLocal: false);
        queue.Execute();
        queue.Wait();
    }

    private sealed class Queue<TWork>(TWork work, int count) : IThreadPoolWorkItem
        where TWork : struct, IWork
    {
        private const int Spins = 50;

        private readonly object _gate = new();
        private int _next = -1, _finished;
        private ExceptionDispatchInfo? _failure;

        public void Execute()
        {
            for (var index = Interlocked.Increment(ref _next); index < count; index = Interlocked.Increment(ref _next))
            {
                RunOne(index);
                if (Interlocked.Increment(ref _finished) == count) SignalEnd();
            }
        }

        public void Wait()
        {
            var spin = new SpinWait();
            while (!Ended && spin.Count < Spins) spin.SpinOnce(sleep1Threshold: -1);
            lock (_gate)
            {
                while (!Ended) Monitor.Wait(_gate);
            }
            _failure?.Throw();
        }

        private bool Ended => Volatile.Read(ref _finished) == count;

        private void SignalEnd()
        {
            lock (_gate) Monitor.PulseAll(_gate);
        }

        private void RunOne(int index)
        {
            try
            {
                work.Run(index);
            }
#pragma warning disable CA1031 // Do not catch general exception types: it is rethrown on the caller's thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            }
        }
    }
}
