using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Quanta.Numerics.Optimisation;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>The gradient of a batch's mean loss and, fused with it, the optimiser's step.</summary>
/// <remarks>
/// With ReLU and one hidden layer everything follows from one kind of sum. For input i and hidden unit j let
///   G_ij = sum over rows in which input i is 1 and unit j is active of d_row,   d_row = (probability of 1 - label) / rows.
/// Then dL/dW_ij = v_j G_ij with v_j the output weights' difference, and, because an active unit's value is linear in its weights,
///   dL/dv_j = sum over rows of d_row relu(z_j) = sum over i of W_ij G_ij (bias included): hidden values need not be stored.
/// Rows are sorted by a few bits at a time, G is summed by key, and keys are folded to bits.
/// <para>Work is split by (group of inputs, block of hidden units), and every sum belongs to one such unit: the result does not depend on the threads.</para></remarks>
internal sealed unsafe class GradientPass : IDisposable
{
    private const int BlockColumns = 64;
    private readonly ParityTask _task;
    private readonly TableParameters _parameters, _first, _second;
    private readonly int _keyBits;
    private readonly int _capacity;
    private readonly AlignedBuffer<int> _orders;
    private readonly AlignedBuffer<int> _starts;
    private readonly AlignedBuffer<float> _outputTerms;
    private readonly int[][] _subtasksOfControl;
    private readonly ConcurrentBag<Scratch> _scratch = [];

    /// <param name="task">The task.</param>
    /// <param name="parameters">Updated in place.</param>
    /// <param name="first">Adam's first moments, updated in place.</param>
    /// <param name="second">Adam's second moments, updated in place.</param>
    /// <param name="capacity">The most rows of a batch.</param>
    public GradientPass(ParityTask task, TableParameters parameters, TableParameters first, TableParameters second, int capacity)
    {
        (_task, _parameters, _first, _second, _capacity) = (task, parameters, first, second, capacity);
        // About 64 rows a key keep the loop over a key's rows predictable; more bits a group mean fewer passes over the rows.
        _keyBits = Math.Clamp((int)Math.Log2(Math.Max(1, capacity / 64.0)), 4, 10);
        BitKeyGroups = (task.Bits + _keyBits - 1) / _keyBits;
        Blocks = (parameters.Stride + BlockColumns - 1) / BlockColumns;
        _orders = new AlignedBuffer<int>((BitKeyGroups + 1L) * capacity);
        _starts = new AlignedBuffer<int>((long)BitKeyGroups * ((1 << _keyBits) + 1));
        _outputTerms = new AlignedBuffer<float>((BitKeyGroups + 1L) * parameters.Stride);
        for (var row = 0; row < capacity; row++) _orders.Data[row] = row;
        _subtasksOfControl = [.. Enumerable.Range(0, task.ControlBits).Select(c => Enumerable.Range(0, task.Subtasks).Where(s => task.Controls(s).Contains(c)).ToArray())];
    }

    /// <summary>Groups of data bits: the units of work of <see cref="Sort"/>. The control bits are one group more.</summary>
    public int BitKeyGroups { get; }

    /// <summary>Blocks of at most 64 hidden units.</summary>
    public int Blocks { get; }

    /// <summary>Sorts the batch's rows by one group of data bits.</summary>
    public void Sort(BitRows rows, int group)
    {
        var scratch = Take();
        var bits = Math.Min(_keyBits, _task.Bits - group * _keyBits);
        BitGroups.Extract(rows.Words, rows.Capacity, (rows.Count + 7) / 8 * 8, group * _keyBits, bits, _task.WordsPerRow, scratch.Keys.Data);
        CountingSort.Sort(scratch.Keys.Data, rows.Count, 1 << bits, Order(group), Starts(group));
        _scratch.Add(scratch);
    }

    /// <summary>Updates the weights of one group of inputs (the last group: control bits and bias) to one block of hidden units.</summary>
    /// <param name="rows">The batch, sorted.</param>
    /// <param name="unit">group * <see cref="Blocks"/> + block.</param>
    /// <param name="slopes">[rows], d.</param>
    /// <param name="active">[words, capacity], see <see cref="ForwardPass.Tile"/>.</param>
    /// <param name="outputSlopes">[stride], v.</param>
    /// <param name="adam">The step's coefficients.</param>
    public void Update(BitRows rows, int unit, float* slopes, uint* active, float* outputSlopes, in AdamW.Coefficients adam)
    {
        var (group, block) = (unit / Blocks, unit % Blocks);
        var firstColumn = block * BlockColumns;
        var scratch = Take();
        var columns = Math.Min(BlockColumns, _parameters.Stride - firstColumn);
        var place = new Place(firstColumn, columns, outputSlopes + firstColumn, _outputTerms.Data + (long)group * _parameters.Stride + firstColumn);
        new Span<float>(place.OutputTerms, columns).Clear();
        var words = active + (long)firstColumn / TableParameters.WordColumns * rows.Capacity;
        if (group < BitKeyGroups) UpdateBits(rows, group, place, slopes, words, scratch, adam);
        else UpdateControls(rows, place, slopes, words, scratch, adam);
        _scratch.Add(scratch);
    }

    /// <summary>Updates the output layer, once every unit is done: gradient v for logit 1, -v for logit 0.</summary>
    public void UpdateOutput(float slopeSum, in AdamW.Coefficients adam)
    {
        var stride = _parameters.Stride;
        var gradient = _outputTerms.Span[..stride];
        for (var group = 1; group <= BitKeyGroups; group++) TensorPrimitives.Add(gradient, _outputTerms.Span.Slice(group * stride, stride), gradient);
        for (var logit = 1; logit >= 0; logit--)
        {
            var at = logit * stride;
            AdamW.Update(adam, new(_parameters.Output + at, stride), new(_first.Output + at, stride), new(_second.Output + at, stride), gradient);
            AdamW.UpdateOne(adam, ref _parameters.OutputBias[logit], ref _first.OutputBias[logit], ref _second.OutputBias[logit], slopeSum);
            TensorPrimitives.Negate(gradient, gradient);
            slopeSum = -slopeSum;
        }
    }

    public void Dispose()
    {
        _orders.Dispose();
        _starts.Dispose();
        _outputTerms.Dispose();
        foreach (var scratch in _scratch) scratch.Dispose();
    }

    private void UpdateBits(BitRows rows, int group, Place place, float* slopes, uint* words, Scratch scratch, in AdamW.Coefficients adam)
    {
        var bits = Math.Min(_keyBits, _task.Bits - group * _keyBits);
        SumByKey(rows, Order(group), Starts(group), 1 << bits, place.Columns, slopes, words, scratch.Sums.Data);
        for (var bit = bits - 1; bit >= 0; bit--)
        {
            KeyFold.TopBit(scratch.Sums.Data, 1 << bit, place.Columns, scratch.Gradient.Data);
            UpdateRow(_task.ControlBits + group * _keyBits + bit, place, scratch, adam);
        }
    }

    private void UpdateControls(BitRows rows, Place place, float* slopes, uint* words, Scratch scratch, in AdamW.Coefficients adam)
    {
        var gradient = new Span<float>(scratch.Gradient.Data, place.Columns);
        fixed (int* starts = rows.Starts) SumByKey(rows, _orders.Data, starts, _task.Subtasks, place.Columns, slopes, words, scratch.Sums.Data);
        for (var control = 0; control < _task.ControlBits; control++)
        {
            AddSubtasks(_subtasksOfControl[control], scratch, gradient);
            UpdateRow(control, place, scratch, adam);
        }
        gradient.Clear();
        for (var subtask = 0; subtask < _task.Subtasks; subtask++) TensorPrimitives.Add(gradient, SubtaskSums(subtask, scratch, place.Columns), gradient);
        UpdateRow(_task.Inputs, place, scratch, adam);
    }

    private static void AddSubtasks(int[] subtasks, Scratch scratch, Span<float> sum)
    {
        sum.Clear();
        foreach (var subtask in subtasks) TensorPrimitives.Add(sum, SubtaskSums(subtask, scratch, sum.Length), sum);
    }

    private static ReadOnlySpan<float> SubtaskSums(int subtask, Scratch scratch, int columns) => new(scratch.Sums.Data + subtask * columns, columns);

    private static void SumByKey(BitRows rows, int* order, int* starts, int keys, int columns, float* slopes, uint* words, float* sums)
    {
        if (columns == BlockColumns) MaskedSums.Of64(order, starts, keys, slopes, words, words + rows.Capacity, sums);
        else MaskedSums.Of32(order, starts, keys, slopes, words, sums);
    }

    /// <summary>From G to the output layer's terms, to the gradient v G, to the step. The bias is the row after the last input.</summary>
    private void UpdateRow(int input, Place place, Scratch scratch, in AdamW.Coefficients adam)
    {
        var gradient = new Span<float>(scratch.Gradient.Data, place.Columns);
        var weights = _parameters.Row(input, place.FirstColumn, place.Columns);
        var terms = new Span<float>(place.OutputTerms, place.Columns);
        TensorPrimitives.MultiplyAdd(weights, gradient, terms, terms);
        TensorPrimitives.Multiply(gradient, new ReadOnlySpan<float>(place.OutputSlopes, place.Columns), gradient);
        AdamW.Update(adam, weights, _first.Row(input, place.FirstColumn, place.Columns), _second.Row(input, place.FirstColumn, place.Columns), gradient);
    }

    private int* Order(int group) => _orders.Data + (group + 1L) * _capacity;

    private int* Starts(int group) => _starts.Data + (long)group * ((1 << _keyBits) + 1);

    private Scratch Take() => _scratch.TryTake(out var scratch) ? scratch : new Scratch(_capacity, Math.Max(1 << _keyBits, _task.Subtasks));

    /// <summary>A block of hidden units, with what belongs to it.</summary>
    private readonly struct Place(int firstColumn, int columns, float* outputSlopes, float* outputTerms)
    {
        public int FirstColumn { get; } = firstColumn;

        public int Columns { get; } = columns;

        public float* OutputSlopes { get; } = outputSlopes;

        public float* OutputTerms { get; } = outputTerms;
    }

    private sealed class Scratch(int rows, int keys) : IDisposable
    {
        public AlignedBuffer<int> Keys { get; } = new(rows);

        public AlignedBuffer<float> Sums { get; } = new((long)keys * BlockColumns);

        public AlignedBuffer<float> Gradient { get; } = new(BlockColumns);

        public void Dispose()
        {
            Keys.Dispose();
            Sums.Dispose();
            Gradient.Dispose();
        }
    }
}
