using System.Runtime.ExceptionServices;
using Quanta.Numerics.Matrices;

namespace Quanta.Numerics.Products.Managed;

/// <summary>Cuts C into pieces and shares them out among threads. Every piece is computed as if alone, so neither the cut nor the order changes a bit.</summary>
internal static class SharedWork
{
    /// <summary>Multiply-adds under which another thread costs more than it brings (waking one takes microseconds).</summary>
    private const long LeastWork = 1 << 20;

    private const int RowStep = 14;

    public static void RunRectangle(MatrixKernels kernels, MatrixView a, RightOperand b, MatrixView c, bool accumulate, int threads)
    {
        var pieces = PieceCount((long)c.RowCount * c.ColumnCount, a.ColumnCount, threads);
        var grid = Grid.Of(c.RowCount, c.ColumnCount, pieces, kernels.PanelColumns);
        if (grid.Count == 1) kernels.Multiply(a, b, c, accumulate, c.ColumnCount);
        else WorkQueue.Run(new RectanglePieces(kernels, a, b, c, accumulate, grid), grid.Count, threads);
    }

    public static void RunTriangle(MatrixKernels kernels, MatrixView a, MatrixView c, bool accumulate, int threads)
    {
        var pieces = PieceCount((long)c.RowCount * c.RowCount / 2, a.ColumnCount, threads);
        var job = new TrianglePieces(kernels, a, c, accumulate, pieces);
        if (pieces == 1) job.Run(0);
        else WorkQueue.Run(job, pieces, threads);
    }

    private static int PieceCount(long elements, int depth, int threads) => (int)Math.Clamp(elements * depth / LeastWork, 1, threads);

    private readonly struct RectanglePieces(MatrixKernels kernels, MatrixView a, RightOperand b, MatrixView c, bool accumulate, Grid grid) : IWork
    {
        public void Run(int index)
        {
            var (row, rows, column, columns) = grid.Piece(index);
            if (rows == 0 || columns == 0) return;
            kernels.Multiply(a.Rows(row, rows), b.Columns(column, columns), c.Block(row, rows, column, columns), accumulate, columns);
        }
    }

    /// <summary>Bands of rows of equal area below the diagonal.</summary>
    private readonly struct TrianglePieces(MatrixKernels kernels, MatrixView a, MatrixView c, bool accumulate, int pieces) : IWork
    {
        public void Run(int index)
        {
            var (start, end) = (Boundary(index), Boundary(index + 1));
            if (start == end) return;
            kernels.Multiply(a.Rows(start, end - start), new RightOperand(a.Rows(0, end).Transposed), c.Block(start, end - start, 0, end), accumulate, start);
        }

        private int Boundary(int index) =>
            index == pieces ? c.RowCount : (int)(c.RowCount * Math.Sqrt((double)index / pieces)) / RowStep * RowStep;
    }
}

/// <summary>A cut of [rows, columns] into <see cref="Count"/> blocks of nearly equal size.</summary>
internal readonly record struct Grid(int Rows, int Columns, int RowParts, int ColumnParts, int ColumnStep)
{
    private const int RowStep = 14;

    public int Count => RowParts * ColumnParts;

    /// <summary>The cut into <paramref name="pieces"/> blocks whose sides, all in all, are shortest: the least packing.</summary>
    public static Grid Of(int rows, int columns, int pieces, int columnStep)
    {
        var best = new Grid(rows, columns, 1, pieces, columnStep);
        for (var rowParts = 2; rowParts <= pieces; rowParts++)
        {
            var candidate = best with { RowParts = rowParts, ColumnParts = pieces / rowParts };
            if (pieces % rowParts == 0 && candidate.LongestSides < best.LongestSides) best = candidate;
        }
        return best;
    }

    public (int Row, int Rows, int Column, int Columns) Piece(int index)
    {
        var (i, j) = (index / ColumnParts, index % ColumnParts);
        var (row, column) = (Boundary(i, Rows, RowParts, RowStep), Boundary(j, Columns, ColumnParts, ColumnStep));
        return (row, Boundary(i + 1, Rows, RowParts, RowStep) - row, column, Boundary(j + 1, Columns, ColumnParts, ColumnStep) - column);
    }

    private double LongestSides => (double)Rows / RowParts + (double)Columns / ColumnParts;

    private static int Boundary(int part, int size, int parts, int step)
    {
        var steps = (size + step - 1) / step;
        return Math.Min(size, (int)((long)steps * part / parts) * step);
    }
}

/// <summary>Pieces of work that may run in any order and at the same time.</summary>
internal interface IWork
{
    void Run(int index);
}

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
