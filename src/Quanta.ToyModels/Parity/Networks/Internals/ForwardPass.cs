using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>The margins, logit 1 less logit 0, of batches of rows, tile by tile.</summary>
internal sealed unsafe class ForwardPass : IDisposable
{
    private const int WordUnits = TableKernels.WordUnits;
    private readonly ParityTask _task;
    private readonly TableParameters _parameters;
    private readonly TableKernels _kernels;
    private readonly int _groups;
    private readonly int _indexStride;
    private readonly long _tableFloats;
    private readonly bool _ownControls;
    private readonly AlignedBuffer<float> _tables;
    private readonly AlignedBuffer<float> _subtaskRows;
    private readonly AlignedBuffer<float> _slopes;
    private readonly ConcurrentBag<TileScratch> _scratch = [];

    public ForwardPass(ParityTask task, TableParameters parameters, TableKernels kernels)
    {
        (_task, _parameters, _kernels) = (task, parameters, kernels);
        _groups = (task.Bits + TableKernels.GroupBits - 1) / TableKernels.GroupBits;
        _indexStride = BitGroups.SpreadStride(task.Bits);
        _tableFloats = (long)_groups * TableKernels.Entries * WordUnits;
        _tables = new AlignedBuffer<float>(parameters.Words * _tableFloats);
        _ownControls = Enumerable.Range(0, task.Subtasks).All(i => task.Controls(i) is [var only] && only == i);
        _subtaskRows = new AlignedBuffer<float>(_ownControls ? 0 : (long)parameters.Words * task.Subtasks * WordUnits);
        _slopes = new AlignedBuffer<float>((long)parameters.Words * WordUnits);
    }

    /// <summary>Brings what is derived from the parameters up to date, for one word of hidden units.</summary>
    public void Prepare(int word)
    {
        for (var j = 0; j < WordUnits; j++) Slopes(word)[j] = _parameters.Output(word, 1)[j] - _parameters.Output(word, 0)[j];
        _kernels.BuildTables(_parameters.Inputs(word, _task.ControlBits), _task.Bits, _parameters.Bias(word), _tables.Data + word * _tableFloats);
        if (!_ownControls) SumControls(word);
    }

    /// <summary>[32]: the output weights of logit 1 less those of logit 0 of one word, as of the last preparation.</summary>
    public float* Slopes(int word) => _slopes.Data + (long)word * WordUnits;

    /// <summary>Margins of one tile, logit 1 less logit 0.</summary>
    /// <param name="rows">A filled batch.</param>
    /// <param name="tile">Which tile of it.</param>
    /// <param name="margins">The rows of this tile, written; at most <see cref="BitRows.TileRows"/>.</param>
    /// <param name="active">Null, or [words, capacity]: which units of each word are active in each row, written for the rows of this tile.</param>
    public void Tile(BitRows rows, int tile, Span<float> margins, uint* active)
    {
        if (!_scratch.TryTake(out var scratch)) scratch = new TileScratch(_indexStride);
        var start = tile * BitRows.TileRows;
        var count = Math.Min(rows.Count - start, BitRows.TileRows);
        BitGroups.Spread(rows.Words + start, rows.Capacity, count, _task.Bits, scratch.Indices.Data);
        scratch.Margins.Span.Fill(_parameters.OutputBias[1] - _parameters.OutputBias[0]);
        fixed (int* subtasks = rows.SubtaskOf[start..])
        {
            for (var word = 0; word < _parameters.Words; word++)
            {
                _kernels.AddWord(
                    _tables.Data + word * _tableFloats, _groups, (count + 1) / 2 * 2, scratch.Indices.Data, _indexStride, SubtaskRows(word), subtasks,
                    Slopes(word), scratch.Margins.Data, active != null ? active + (long)word * rows.Capacity + start : scratch.Active.Data);
            }
        }
        scratch.Margins.Span[..margins.Length].CopyTo(margins);
        _scratch.Add(scratch);
    }

    public void Dispose()
    {
        _tables.Dispose();
        _subtaskRows.Dispose();
        _slopes.Dispose();
        foreach (var scratch in _scratch) scratch.Dispose();
    }

    /// <summary>[subtasks, 32], what each subtask adds to a word: the sum of its control bits' rows. With one own control bit each, that row itself.</summary>
    private float* SubtaskRows(int word) => _ownControls ? _parameters.Inputs(word) : _subtaskRows.Data + (long)word * _task.Subtasks * WordUnits;

    private void SumControls(int word)
    {
        for (var subtask = 0; subtask < _task.Subtasks; subtask++)
        {
            var sum = new Span<float>(SubtaskRows(word) + (long)subtask * WordUnits, WordUnits);
            sum.Clear();
            foreach (var control in _task.Controls(subtask))
                TensorPrimitives.Add(sum, new ReadOnlySpan<float>(_parameters.Inputs(word, control), WordUnits), sum);
        }
    }

    private sealed class TileScratch(int indexStride) : IDisposable
    {
        public AlignedBuffer<byte> Indices { get; } = new((long)BitRows.TileRows * indexStride);

        public AlignedBuffer<float> Margins { get; } = new(BitRows.TileRows);

        public AlignedBuffer<uint> Active { get; } = new(BitRows.TileRows);

        public void Dispose()
        {
            Indices.Dispose();
            Margins.Dispose();
            Active.Dispose();
        }
    }
}
