using Quanta.Numerics.Random;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Networks.Internals;

namespace Quanta.ToyModels.Tests.Parity.Networks;

public unsafe class TableKernelTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(100, 7)]
    [InlineData(2000, 256)]
    public void Counting_sort_groups_rows_by_key_and_keeps_their_order(int rows, int keyCount)
    {
        var random = new Philox(4);
        using var keys = new AlignedBuffer<int>(rows);
        using var order = new AlignedBuffer<int>(rows);
        using var starts = new AlignedBuffer<int>(keyCount + 1);
        for (var row = 0; row < rows; row++) keys.Data[row] = random.NextInt32(keyCount);
        CountingSort.Sort(keys.Data, rows, keyCount, order.Data, starts.Data);
        var given = keys.Span.ToArray();
        Assert.Equal(Enumerable.Range(0, rows).OrderBy(row => given[row]), order.Span.ToArray());
        Assert.Equal(Enumerable.Range(0, keyCount + 1).Select(key => given.Count(k => k < key)), starts.Span.ToArray());
    }

    [TableTheory]
    [InlineData(5, 0, 5)]
    [InlineData(64, 60, 8)]
    [InlineData(100, 60, 10)]
    [InlineData(130, 125, 5)]
    public void Groups_of_bits_may_cross_words(int bits, int first, int count)
    {
        var task = Batches.Task(1, bits);
        using var rows = Batches.Fresh(task, 40);
        using var values = new AlignedBuffer<int>(40);
        BitGroups.Extract(rows.Words, rows.Capacity, 40, first, count, task.WordsPerRow, values.Data);
        for (var row = 0; row < 40; row++)
        {
            var expected = Enumerable.Range(0, count).Where(b => first + b < bits && rows.Bit(row, first + b)).Sum(b => 1 << b);
            Assert.Equal(expected, values.Data[row]);
        }
    }

    [TableTheory]
    [InlineData(1, 32)]
    [InlineData(4, 64)]
    public void Folding_keys_gives_the_sum_of_every_bit(int bits, int columns)
    {
        var keys = 1 << bits;
        using var sums = new AlignedBuffer<float>(keys * columns);
        using var total = new AlignedBuffer<float>(columns);
        for (var i = 0; i < keys * columns; i++) sums.Data[i] = i % 17; // small integers, so that sums are exact
        var given = sums.Span.ToArray();
        for (var bit = bits - 1; bit >= 0; bit--)
        {
            KeyFold.TopBit(sums.Data, 1 << bit, columns, total.Data);
            for (var c = 0; c < columns; c++)
                Assert.Equal(Enumerable.Range(0, keys).Where(k => (k >> bit & 1) != 0).Sum(k => given[k * columns + c]), total.Data[c]);
        }
    }

    [Fact]
    public void Tiles_divide_a_batch()
    {
        using var rows = new BitRows(Batches.Task(2, 3), BitRows.TileRows + 1);
        Assert.Equal(2 * BitRows.TileRows, rows.Capacity);
        rows.Reset([BitRows.TileRows, 1]);
        Assert.Equal(2, rows.Tiles);
        Assert.Throws<ArgumentException>(() => rows.Reset([rows.Capacity, 1]));
        Assert.Throws<ArgumentException>(() => rows.Reset([1]));
    }
}
