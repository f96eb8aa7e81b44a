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
/// <para>Work is split by (group of inputs, word of hidden units), and every sum belongs to one such unit: the result does not depend on the threads.</para></remarks>
internal sealed unsafe class GradientPass : IDisposable
{
    private const int WordUnits = TableKernels.WordUnits;
    private readonly ParityTask _task;
    private readonly TableParameters _parameters, _first, _second;
    private readonly TableKernels _kernels;
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
    /// <param name="capacity">The most rows of a batch, a multiple of 8.</param>
    /// <param name="kernels">Of the instruction set to use.</param>
    public GradientPass(ParityTask task, TableParameters parameters, TableParameters first, TableParameters second, int capacity, TableKernels kernels)
    {
        (_task, _parameters, _first, _second, _capacity, _kernels) = (task, parameters, first, second, capacity, kernels);
        // More bits a group mean fewer passes over the rows, until a key has too few rows to pay for the end of its loop and for folding its sums.
        _keyBits = Math.Clamp((int)Math.Log2(Math.Max(1, capacity / 16.0)), 4, 10);
        BitKeyGroups = (task.Bits + _keyBits - 1) / _keyBits;
        _orders = new AlignedBuffer<int>((BitKeyGroups + 1L) * capacity);
        _starts = new AlignedBuffer<int>((long)BitKeyGroups * ((1 << _keyBits) + 1));
        _outputTerms = new AlignedBuffer<float>((BitKeyGroups + 1L) * parameters.Words * WordUnits);
        for (var row = 0; row < capacity; row++) _orders.Data[row] = row;
        _subtasksOfControl = [.. Enumerable.Range(0, task.ControlBits).Select(c => Enumerable.Range(0, task.Subtasks).Where(s => task.Controls(s).Contains(c)).ToArray())];
    }

    /// <summary>Groups of data bits: the units of work of <see cref="Sort"/>. The control bits are one group more.</summary>
    public int BitKeyGroups { get; }

    /// <summary>Sorts the batch's rows by one group of data bits.</summary>
    public void Sort(BitRows rows, int group)
    {
        var scratch = Take();
        var bits = Math.Min(_keyBits, _task.Bits - group * _keyBits);
        BitGroups.Extract(rows.Words, rows.Capacity, rows.Count, group * _keyBits, bits, _task.WordsPerRow, scratch.Keys.Data);
        CountingSort.Sort(scratch.Keys.Data, rows.Count, 1 << bits, Order(group), Starts(group));
        _scratch.Add(scratch);
    }

    /// <summary>Updates the weights of one group of inputs (the last group: control bits and bias) to one word of hidden units.</summary>
    /// <param name="rows">The batch, sorted.</param>
    /// <param name="unit">The unit of work: group * words + word.</param>
    /// <param name="slopes">[rows], d.</param>
    /// <param name="active">[words, capacity], see <see cref="ForwardPass.Tile"/>.</param>
    /// <param name="outputSlopes">[words, 32], v.</param>
    /// <param name="adam">The step's coefficients.</param>
    public void Update(BitRows rows, int unit, float* slopes, uint* active, float* outputSlopes, in AdamW.Coefficients adam)
    {
        var (group, word) = (unit / _parameters.Words, unit % _parameters.Words);
        var scratch = Take();
        active += (long)word * rows.Capacity;
        var (firstInput, count) = group < BitKeyGroups ? SumBits(group, slopes, active, scratch) : SumControls(rows, slopes, active, scratch);
        var weights = _parameters.Inputs(word, firstInput);
        _kernels.Derive(weights, scratch.Gradients.Data, count, outputSlopes + word * WordUnits, OutputTerms(group, word));
        var gradients = scratch.Gradients.Span[..(count * WordUnits)];
        AdamW.Update(
            adam, new(weights, gradients.Length), new(_first.Inputs(word, firstInput), gradients.Length), new(_second.Inputs(word, firstInput), gradients.Length), gradients);
        _scratch.Add(scratch);
    }

    /// <summary>Updates the output layer, once every unit is done: gradient v for logit 1, -v for logit 0.</summary>
    public void UpdateOutput(float slopeSum, in AdamW.Coefficients adam)
    {
        for (var word = 0; word < _parameters.Words; word++) UpdateOutputWord(word, adam);
        AdamW.UpdateOne(adam, ref _parameters.OutputBias[1], ref _first.OutputBias[1], ref _second.OutputBias[1], slopeSum);
        AdamW.UpdateOne(adam, ref _parameters.OutputBias[0], ref _first.OutputBias[0], ref _second.OutputBias[0], -slopeSum);
    }

    public void Dispose()
    {
        _orders.Dispose();
        _starts.Dispose();
        _outputTerms.Dispose();
        foreach (var scratch in _scratch) scratch.Dispose();
    }

    /// <summary>G of a group of data bits; says which inputs those are.</summary>
    private (int FirstInput, int Count) SumBits(int group, float* slopes, uint* active, Scratch scratch)
    {
        var bits = Math.Min(_keyBits, _task.Bits - group * _keyBits);
        _kernels.SumByKey(Order(group), Starts(group), 1 << bits, slopes, active, scratch.Sums.Data);
        for (var bit = bits - 1; bit >= 0; bit--) _kernels.FoldTopBit(scratch.Sums.Data, 1 << bit, scratch.Gradients.Data + bit * WordUnits);
        return (_task.ControlBits + group * _keyBits, bits);
    }

    /// <summary>G of the bias, which lies before the first input, and of the control bits.</summary>
    private (int FirstInput, int Count) SumControls(BitRows rows, float* slopes, uint* active, Scratch scratch)
    {
        fixed (int* starts = rows.Starts) _kernels.SumByKey(_orders.Data, starts, _task.Subtasks, slopes, active, scratch.Sums.Data);
        var gradients = scratch.Gradients.Span[..((1 + _task.ControlBits) * WordUnits)];
        gradients.Clear();
        for (var subtask = 0; subtask < _task.Subtasks; subtask++) AddSubtask(subtask, scratch, gradients[..WordUnits]);
        for (var control = 0; control < _task.ControlBits; control++)
        {
            var gradient = gradients.Slice((1 + control) * WordUnits, WordUnits);
            foreach (var subtask in _subtasksOfControl[control]) AddSubtask(subtask, scratch, gradient);
        }
        return (-1, 1 + _task.ControlBits);
    }

    private static void AddSubtask(int subtask, Scratch scratch, Span<float> gradient) =>
        TensorPrimitives.Add(gradient, scratch.Sums.Span.Slice(subtask * WordUnits, WordUnits), gradient);

    private void UpdateOutputWord(int word, in AdamW.Coefficients adam)
    {
        var gradient = new Span<float>(OutputTerms(0, word), WordUnits);
        for (var group = 1; group <= BitKeyGroups; group++) TensorPrimitives.Add(gradient, new ReadOnlySpan<float>(OutputTerms(group, word), WordUnits), gradient);
        for (var logit = 1; logit >= 0; logit--)
        {
            AdamW.Update(
                adam, new(_parameters.Output(word, logit), WordUnits), new(_first.Output(word, logit), WordUnits), new(_second.Output(word, logit), WordUnits), gradient);
            TensorPrimitives.Negate(gradient, gradient);
        }
    }

    /// <summary>[32], what a group of inputs adds to the gradients of a word's output weights.</summary>
    private float* OutputTerms(int group, int word) => _outputTerms.Data + ((long)group * _parameters.Words + word) * WordUnits;

    private int* Order(int group) => _orders.Data + (group + 1L) * _capacity;

    private int* Starts(int group) => _starts.Data + (long)group * ((1 << _keyBits) + 1);

    private Scratch Take() => _scratch.TryTake(out var scratch)
        ? scratch
        : new Scratch(_capacity, Math.Max(1 << _keyBits, _task.Subtasks), Math.Max(_keyBits, 1 + _task.ControlBits));

    private sealed class Scratch(int rows, int keys, int inputs) : IDisposable
    {
        public AlignedBuffer<int> Keys { get; } = new(rows);

        public AlignedBuffer<float> Sums { get; } = new((long)keys * WordUnits);

        public AlignedBuffer<float> Gradients { get; } = new((long)inputs * WordUnits);

        public void Dispose()
        {
            Keys.Dispose();
            Sums.Dispose();
            Gradients.Dispose();
        }
    }
}

internal static unsafe class CountingSort
{
    /// <summary>Sorts row numbers by small keys, stably.</summary>
    /// <param name="keys">[rows], in [0, keyCount).</param>
    /// <param name="rows">Rows.</param>
    /// <param name="keyCount">Distinct keys possible.</param>
    /// <param name="order">[rows], written: row numbers by ascending key, ascending within a key.</param>
    /// <param name="starts">[keyCount + 1], written: where each key's rows begin.</param>
    public static void Sort(int* keys, int rows, int keyCount, int* order, int* starts)
    {
        new Span<int>(starts, keyCount + 1).Clear();
        for (var row = 0; row < rows; row++) starts[keys[row] + 1]++;
        for (var key = 0; key < keyCount; key++) starts[key + 1] += starts[key];
        // While rows are placed, starts[key] runs to the end of its key, which is where the next begins; shifting by one restores the beginnings.
        for (var row = 0; row < rows; row++) order[starts[keys[row]]++] = row;
        for (var key = keyCount; key > 0; key--) starts[key] = starts[key - 1];
        starts[0] = 0;
    }
}
