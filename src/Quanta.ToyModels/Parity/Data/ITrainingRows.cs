using Quanta.Numerics.Random;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Data;

/// <summary>Where training batches come from. A batch is a function of the seed and the step alone, so training resumes at any step.</summary>
internal interface ITrainingRows : IDisposable
{
    /// <summary>The most rows that a batch has.</summary>
    int LargestBatch { get; }

    /// <summary>Sets the batch of step <paramref name="step"/>: counts, bits and labels.</summary>
    void Next(long step, BitRows batch, int threads);
}

/// <summary>Infinite data: every step draws its batch afresh.</summary>
internal sealed class InfiniteRows(SubtaskCounts counts, CountSampling sampling, int batchSize, ulong seed) : ITrainingRows
{
    public int LargestBatch => batchSize;

    public void Next(long step, BitRows batch, int threads)
    {
        batch.Reset(counts.Draw(sampling, batchSize, new Philox(seed, RandomStreams.Of(RandomPurpose.TrainingCounts, step))));
        FreshRows.Fill(batch, seed, RandomPurpose.TrainingBits, step, threads: threads);
    }

    public void Dispose() { }
}

/// <summary>A fixed training set, kept as packed bits, visited in minibatches without replacement.</summary>
/// <remarks>A minibatch has min(D, batch size) rows; each epoch has an order of its own, its last, partial minibatch is kept, and epochs follow one another for ever.
/// Within a minibatch rows stand grouped by subtask, which changes no mean.</remarks>
internal sealed class FiniteRows : ITrainingRows
{
    private readonly ulong _seed;
    private readonly ParityTask _task;
    private readonly BitRows _all;
    private readonly int[] _order;
    private readonly int[] _sorted;
    private readonly int[] _counts;
    private long _epoch = -1;

    /// <param name="task">The task.</param>
    /// <param name="counts">Subtask frequencies.</param>
    /// <param name="sampling">How the D examples divide among the subtasks; exact counts make a little fewer than D.</param>
    /// <param name="examples">D.</param>
    /// <param name="batchSize">The most rows of a minibatch.</param>
    /// <param name="seed">Seed of the set and of the order of visits.</param>
    /// <param name="threads">Threads that draw the set.</param>
    public FiniteRows(ParityTask task, SubtaskCounts counts, CountSampling sampling, int examples, int batchSize, ulong seed, int threads)
    {
        (_task, _seed) = (task, seed);
        var rows = counts.Draw(sampling, examples, new Philox(seed, RandomStreams.Of(RandomPurpose.DatasetCounts)));
        _all = new BitRows(task, rows.Sum());
        _all.Reset(rows);
        if (_all.Count == 0) throw new ArgumentException($"A training set of {examples} examples has no rows with exact counts: no subtask is frequent enough.");
        FreshRows.Fill(_all, seed, RandomPurpose.DatasetBits, 0, threads: threads);
        LargestBatch = Math.Min(_all.Count, batchSize);
        _order = new int[_all.Count];
        _sorted = new int[LargestBatch];
        _counts = new int[task.Subtasks];
    }

    /// <summary>The rows that the set really has.</summary>
    public int Count => _all.Count;

    public int LargestBatch { get; }

    private long StepsPerEpoch => (Count + LargestBatch - 1) / LargestBatch;

    public void Next(long step, BitRows batch, int threads)
    {
        Shuffle(step / StepsPerEpoch);
        var start = (int)(step % StepsPerEpoch * LargestBatch);
        var visited = _order.AsSpan(start, Math.Min(LargestBatch, Count - start));
        Array.Clear(_counts);
        foreach (var row in visited) _counts[_all.SubtaskOf[row]]++;
        batch.Reset(_counts);
        GroupBySubtask(visited, batch.Starts);
        WorkSplit.Run(batch.Tiles, threads, tile => CopyTile(batch, tile));
    }

    public void Dispose() => _all.Dispose();

    /// <summary>The order of an epoch is a function of the seed and the epoch alone.</summary>
    private void Shuffle(long epoch)
    {
        if (epoch == _epoch) return;
        for (var i = 0; i < _order.Length; i++) _order[i] = i;
        new Philox(_seed, RandomStreams.Of(RandomPurpose.Shuffle, epoch)).Shuffle<int>(_order);
        _epoch = epoch;
    }

    /// <summary>Counting sort of the visited rows by subtask, stable.</summary>
    private void GroupBySubtask(ReadOnlySpan<int> visited, ReadOnlySpan<int> starts)
    {
        starts[.._counts.Length].CopyTo(_counts);
        foreach (var row in visited) _sorted[_counts[_all.SubtaskOf[row]]++] = row;
    }

    private unsafe void CopyTile(BitRows batch, int tile)
    {
        var start = tile * BitRows.TileRows;
        var end = Math.Min(batch.Count, start + BitRows.TileRows);
        for (var word = 0; word < _task.WordsPerRow; word++)
        {
            var source = _all.Words + (long)word * _all.Capacity;
            for (var row = start; row < end; row++) batch.SetWord(row, word, source[_sorted[row]]);
        }
        batch.Label(start, end);
    }
}

/// <summary>Uniform random bits, drawn tile by tile from streams of their own: the same rows for any number of threads.</summary>
internal static class FreshRows
{
    /// <summary>Fills the bits and labels of a tile of a batch whose counts are set.</summary>
    public static void FillTile(BitRows rows, int tile, ulong seed, RandomPurpose purpose, long step, int firstPart = 0)
    {
        var random = new Philox(seed, RandomStreams.Of(purpose, step, firstPart + tile));
        var words = rows.Task.WordsPerRow;
        var unused = words * 64 - rows.Task.Bits;
        var start = tile * BitRows.TileRows;
        var end = Math.Min(rows.Count, start + BitRows.TileRows);
        for (var row = start; row < end; row++)
        {
            for (var word = 0; word < words; word++)
                rows.SetWord(row, word, word == words - 1 ? random.NextUInt64() >> unused : random.NextUInt64());
        }
        rows.Label(start, end);
    }

    public static void Fill(BitRows rows, ulong seed, RandomPurpose purpose, long step, int firstPart = 0, int threads = 1) =>
        WorkSplit.Run(rows.Tiles, threads, tile => FillTile(rows, tile, seed, purpose, step, firstPart));
}
