using Quanta.Numerics.Processors;
using Quanta.Numerics.Random;
using Quanta.Numerics.Tests.Processors;
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

    [Theory]
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

    [Theory]
    [InlineData(1)]
    [InlineData(39)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100)]
    [InlineData(193)]
    public void Every_group_of_five_bits_gets_a_byte(int bits)
    {
        const int Rows = 9;
        using var rows = Batches.Fresh(Batches.Task(1, bits), Rows);
        var stride = BitGroups.SpreadStride(bits);
        using var groups = new AlignedBuffer<byte>(Rows * stride);
        BitGroups.Spread(rows.Words, rows.Capacity, Rows, bits, groups.Data);
        for (var row = 0; row < Rows; row++)
        {
            for (var group = 0; group < stride; group++)
            {
                var expected = Enumerable.Range(0, 5).Where(b => 5 * group + b < bits && rows.Bit(row, 5 * group + b)).Sum(b => 1 << b);
                Assert.Equal(expected, groups.Data[row * stride + group]);
            }
        }
    }

    public static TheoryData<int> KeyBits => [1, 4];

    [Theory]
    [InstructionSetData(InstructionSet.Avx512, Others = nameof(KeyBits))]
    [InstructionSetData(InstructionSet.Avx2, Others = nameof(KeyBits))]
    [InstructionSetData(InstructionSet.Portable, Others = nameof(KeyBits))]
    public void Folding_keys_gives_the_sum_of_every_bit(InstructionSet instructions, int bits)
    {
        const int Columns = TableKernels.WordUnits;
        var (kernels, keys) = (TableKernels.Of(instructions), 1 << bits);
        using var sums = new AlignedBuffer<float>(keys * Columns);
        using var total = new AlignedBuffer<float>(Columns);
        for (var i = 0; i < keys * Columns; i++) sums.Data[i] = i % 17; // small integers, so that sums are exact
        var given = sums.Span.ToArray();
        for (var bit = bits - 1; bit >= 0; bit--)
        {
            kernels.FoldTopBit(sums.Data, 1 << bit, total.Data);
            for (var c = 0; c < Columns; c++)
                Assert.Equal(Enumerable.Range(0, keys).Where(k => (k >> bit & 1) != 0).Sum(k => given[k * Columns + c]), total.Data[c]);
        }
    }

    [Theory]
    [InstructionSetData(InstructionSet.Avx512)]
    [InstructionSetData(InstructionSet.Avx2)]
    [InstructionSetData(InstructionSet.Portable)]
    public void Sums_by_key_take_the_active_units_alone(InstructionSet instructions)
    {
        float[] slopes = [1, 2, 4, float.NaN];
        uint[] active = [0xFFFFFFFF, 0x80000001, 0x00010100, 0];
        int[] order = [3, 0, 2, 1], starts = [0, 1, 1, 4]; // a key whose row no unit takes, a key without rows, a key of three
        using var sums = new AlignedBuffer<float>(3 * TableKernels.WordUnits);
        fixed (float* slope = slopes)
        fixed (uint* bits = active)
        fixed (int* row = order, start = starts) TableKernels.Of(instructions).SumByKey(row, start, 3, slope, bits, sums.Data);
        for (var unit = 0; unit < TableKernels.WordUnits; unit++)
        {
            Assert.Equal(0, sums.Data[unit]);
            Assert.Equal(0, sums.Data[TableKernels.WordUnits + unit]);
            Assert.Equal(1 + (unit is 0 or 31 ? 2 : 0) + (unit is 8 or 16 ? 4 : 0), sums.Data[2 * TableKernels.WordUnits + unit]);
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
