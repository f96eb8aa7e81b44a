using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Quanta.Numerics.Elementwise;
using Quanta.Numerics.Statistics;

namespace Quanta.Scaling.Losses;

/// <summary>Reads a loss table once, from its first prediction to its last, and lets statistics see every block.</summary>
/// <remarks>Threads take the next block whenever they are done with one, so that the file is read nearly in order, which is what lets the system read ahead
/// of them, and while one waits for the disk the others compute.</remarks>
public static class LossScan
{
    /// <summary>Fills the statistics.</summary>
    /// <param name="table">Read once.</param>
    /// <param name="statistics">Filled in place; what they hold already stays.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Receives rising fractions of the predictions.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="InvalidDataException">A loss is not finite, or a block's losses are negative in the mean; the message names the first one.</exception>
    public static void Run(
        ILossTable table, IReadOnlyList<LossStatistic> statistics, LossScanOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new LossScanOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BlockValues, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        var queue = new BlockQueue(table.Predictions, Math.Max(1, options.BlockValues / table.Columns.Count), progress);
        var merging = new Lock();
        Parallel.For(0, options.Threads, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, _ =>
        {
            var forks = statistics.Select(statistic => statistic.Fork()).ToArray();
            Read(table, queue, forks, cancellation);
            lock (merging)
                for (var i = 0; i < forks.Length; i++) statistics[i].Merge(forks[i]);
        });
        queue.Failure?.Throw();
    }

    private static void Read(ILossTable table, BlockQueue queue, LossStatistic[] forks, CancellationToken cancellation)
    {
        var buffer = new float[(long)queue.BlockRows * table.Columns.Count];
        var sums = new double[table.Columns.Count];
        while (queue.TryTake(out var first, out var count))
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                var values = buffer.AsSpan(0, count * sums.Length);
                table.ReadColumns(first, count, values);
                ColumnSums.Compute(values, count, sums);
                RequireLosses(table, first, count, values, sums);
                foreach (var fork in forks) fork.Add(new LossBlock(first, count, values, sums));
                queue.Finish();
            }
            catch (Exception problem)
            {
                queue.Fail(first, problem);
            }
        }
    }

    /// <summary>Sums tell at once of values that are not finite and of columns of log-probabilities; single negative ones are the histogram's to
    /// find.</summary>
    private static void RequireLosses(ILossTable table, long first, int count, ReadOnlySpan<float> values, ReadOnlySpan<double> sums)
    {
        var isGood = true;
        foreach (var sum in sums) isGood &= sum >= count * (double)LossRule.Least && sum < double.PositiveInfinity;
        if (isGood) return;
        var (row, column) = FirstBroken(values, count);
        throw new InvalidDataException(
            LossRule.Sentence(values[column * count + row], $"that of prediction {first + row} under {table.Columns[column].Name}"));
    }

    /// <summary>The first row with a value that is no loss, and the first such column of it.</summary>
    private static (int Row, int Column) FirstBroken(ReadOnlySpan<float> values, int count)
    {
        var (row, column) = (0, 0);
        while (LossRule.FirstBroken(values.Slice(column * count + row, 1)) < 0)
            if (++column * count == values.Length) (row, column) = (row + 1, 0);
        return (row, column);
    }

    /// <summary>Hands out blocks of rows in their order.</summary>
    private sealed class BlockQueue(long rows, int blockRows, IProgress<double>? progress)
    {
        private readonly Lock _lock = new();
        private readonly long _blocks = (rows + blockRows - 1) / blockRows;
        private long _next, _finished, _failedAt = long.MaxValue;

        public int BlockRows { get; } = (int)Math.Min(blockRows, rows);

        /// <summary>What went wrong first, by the order of rows: blocks before it have all been handed out, so that the order of threads does not
        /// matter.</summary>
        public ExceptionDispatchInfo? Failure { get; private set; }

        public bool TryTake(out long first, out int count)
        {
            lock (_lock)
            {
                (first, count) = (_next, (int)Math.Min(blockRows, rows - _next));
                _next += count;
                return count > 0;
            }
        }

        public void Finish()
        {
            if (progress is null) return;
            lock (_lock) progress.Report((double)++_finished / _blocks);
        }

        public void Fail(long first, Exception problem)
        {
            lock (_lock)
            {
                _next = rows;
                if (first >= _failedAt) return;
                (_failedAt, Failure) = (first, ExceptionDispatchInfo.Capture(problem));
            }
        }
    }
}

/// <summary>How a loss table is read. None of it changes a bit of a result, but for the block's size.</summary>
public sealed record LossScanOptions
{
    /// <summary>The number of threads.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Values of a block, which passes through the processor's cache; at least 1, and a block has at least one prediction. Sums in float64 are
    /// formed within blocks and then over them, so the last bits depend on it.</summary>
    public int BlockValues { get; init; } = 1 << 16;
}

/// <summary>Something computed in one pass over a loss table: every thread fills a fork of its own with the blocks that fall to it, and forks are
/// merged.</summary>
/// <remarks>Which blocks fall to which thread is chance, so a statistic must come out the same for any distribution of blocks and any order of merging:
/// counts do by themselves, sums in float64 are kept for each block.</remarks>
public abstract class LossStatistic
{
    /// <summary>An empty statistic of the same kind.</summary>
    protected internal abstract LossStatistic Fork();

    /// <summary>Takes in a block. Blocks of one fork come in rising order, but not all of them.</summary>
    protected internal abstract void Add(LossBlock block);

    /// <summary>Takes in a fork of other blocks.</summary>
    protected internal abstract void Merge(LossStatistic fork);
}

/// <summary>Sums of a block's columns in float64.</summary>
/// <remarks>No sum of finite float32 values overflows float64, and one that holds an infinity or NaN is not finite itself, so that sums also tell
/// whether all losses are finite.</remarks>
internal static class ColumnSums
{
    /// <param name="values">float32 [columns, count].</param>
    /// <param name="count">Values of a column.</param>
    /// <param name="sums">float64 [columns].</param>
    public static void Compute(ReadOnlySpan<float> values, int count, Span<double> sums)
    {
        for (var column = 0; column < sums.Length; column++) sums[column] = Sum(values.Slice(column * count, count));
    }

    // Two sums in turns: one alone would wait for each of its additions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ReadOnlySpan<float> values)
    {
        var (even, odd) = (new LaneSum(), new LaneSum());
        ref var first = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i <= values.Length - 2 * Vector256<float>.Count; i += 2 * Vector256<float>.Count)
        {
            even.Add(Vector256.LoadUnsafe(ref first, (nuint)i));
            odd.Add(Vector256.LoadUnsafe(ref first, (nuint)(i + Vector256<float>.Count)));
        }
        var total = even.Total + odd.Total;
        foreach (var value in values[i..]) total += value;
        return total;
    }
}
