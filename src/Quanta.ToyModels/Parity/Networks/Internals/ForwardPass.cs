using System.Collections.Concurrent;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Networks.Internals;

/// <summary>The margins, logit 1 less logit 0, of batches of rows, tile by tile.</summary>
internal sealed unsafe class ForwardPass : IDisposable
{
    private const int WordColumns = TableParameters.WordColumns;
    private readonly ParityTask _task;
    private readonly NetworkShape _shape;
    private readonly TableParameters _parameters;
    private readonly int _groups;
    private readonly int _words;
    private readonly bool _ownControls;
    private readonly AlignedBuffer<float> _tables;
    private readonly AlignedBuffer<float> _subtaskRows;
    private readonly AlignedBuffer<float> _slopes;
    private readonly ConcurrentBag<TileScratch> _scratch = [];

    public ForwardPass(ParityTask task, NetworkShape shape, TableParameters parameters)
    {
        (_task, _shape, _parameters) = (task, shape, parameters);
        _groups = (task.Bits + LookupForward.GroupBits - 1) / LookupForward.GroupBits;
        _words = parameters.Stride / WordColumns;
        _tables = new AlignedBuffer<float>((long)parameters.Stride * _groups * LookupForward.Entries);
        _ownControls = Enumerable.Range(0, task.Subtasks).All(i => task.Controls(i) is [var only] && only == i);
        _subtaskRows = new AlignedBuffer<float>(_ownControls ? 0 : (long)task.Subtasks * parameters.Stride);
        _slopes = new AlignedBuffer<float>(parameters.Stride);
    }

    /// <summary>Column words: the units of work of <see cref="Prepare"/>.</summary>
    public int Words => _words;

    /// <summary>[stride]: the output weight of logit 1 less that of logit 0, as of the last preparation.</summary>
    public float* Slopes => _slopes.Data;

    /// <summary>What each subtask adds to the hidden units: the sum of its control bits' rows. With one own control bit each, that row itself.</summary>
    private float* SubtaskRows => _ownControls ? _parameters.Inputs : _subtaskRows.Data;

    /// <summary>Brings what is derived from the parameters up to date, for one word of 32 hidden units.</summary>
    public void Prepare(int word)
    {
        var first = word * WordColumns;
        var output = _parameters.Output;
        var stride = _parameters.Stride;
        for (var j = first; j < first + WordColumns; j++) _slopes.Data[j] = output[stride + j] - output[j];
        BitTables.Build(_parameters.Inputs + (long)_task.ControlBits * stride, _task.Bits, _parameters.Bias, stride, first, Math.Min(_shape.Width, first + WordColumns), _tables.Data);
        if (!_ownControls) SumControls(first);
    }

    /// <summary>Margins of one tile, logit 1 less logit 0.</summary>
    /// <param name="rows">A filled batch.</param>
    /// <param name="tile">Which tile of it.</param>
    /// <param name="margins">The rows of this tile, written; at most <see cref="BitRows.TileRows"/>.</param>
    /// <param name="active">Null, or [words, capacity]: which units of each word are active in each row, written for the rows of this tile.</param>
    public void Tile(BitRows rows, int tile, Span<float> margins, uint* active)
    {
        if (!_scratch.TryTake(out var scratch)) scratch = new TileScratch(_groups);
        var start = tile * BitRows.TileRows;
        var count = Math.Min(rows.Count - start, BitRows.TileRows);
        var blocks = (count + LookupForward.BlockRows - 1) / LookupForward.BlockRows;
        SetOffsets(rows, start, count, scratch);
        for (var block = 0; block < blocks; block++) SetIndices(rows, start, block, scratch);
        new Span<float>(scratch.Margins.Data, BitRows.TileRows).Fill(_parameters.OutputBias[1] - _parameters.OutputBias[0]);
        for (var word = 0; word < _words; word++)
            for (var block = 0; block < blocks; block++) AddWord(rows, start, word, block, scratch, active);
        new Span<float>(scratch.Margins.Data, margins.Length).CopyTo(margins);
        _scratch.Add(scratch);
    }

    public void Dispose()
    {
        _tables.Dispose();
        _subtaskRows.Dispose();
        _slopes.Dispose();
        foreach (var scratch in _scratch) scratch.Dispose();
    }

    private void AddWord(BitRows rows, int start, int word, int block, TileScratch scratch, uint* active)
    {
        var first = word * WordColumns;
        var row = block * LookupForward.BlockRows;
        LookupForward.AddColumns(
            _tables.Data + (long)first * _groups * LookupForward.Entries, _groups, Math.Min(WordColumns, _shape.Width - first),
            scratch.Indices.Data + (long)row * _groups, SubtaskRows + first, scratch.Offsets.Data + row, scratch.Uniform.Data + row / LookupForward.Lanes,
            _slopes.Data + first, scratch.Margins.Data + row,
            active != null ? active + (long)word * rows.Capacity + start + row : scratch.Active.Data);
    }

    private void SetIndices(BitRows rows, int start, int block, TileScratch scratch)
    {
        var row = block * LookupForward.BlockRows;
        var indices = scratch.Indices.Data + (long)row * _groups;
        for (var g = 0; g < _groups; g++)
        {
            BitGroups.Extract(rows.Words + start + row, rows.Capacity, LookupForward.BlockRows, g * LookupForward.GroupBits, LookupForward.GroupBits, _task.WordsPerRow, indices);
            indices += LookupForward.BlockRows;
        }
    }

    private void SetOffsets(BitRows rows, int start, int count, TileScratch scratch)
    {
        var subtasks = rows.SubtaskOf.Slice(start, count);
        var offsets = scratch.Offsets.Span;
        offsets.Clear();
        for (var row = 0; row < count; row++) offsets[row] = subtasks[row] * _parameters.Stride;
        for (var vector = 0; vector < BitRows.TileRows / LookupForward.Lanes; vector++)
        {
            var lanes = offsets.Slice(vector * LookupForward.Lanes, LookupForward.Lanes);
            scratch.Uniform.Span[vector] = (byte)(lanes.ContainsAnyExcept(lanes[0]) ? 0 : 1);
        }
    }

    private void SumControls(int first)
    {
        for (var subtask = 0; subtask < _task.Subtasks; subtask++)
        {
            var sum = new Span<float>(_subtaskRows.Data + (long)subtask * _parameters.Stride + first, WordColumns);
            sum.Clear();
            foreach (var control in _task.Controls(subtask))
                System.Numerics.Tensors.TensorPrimitives.Add(sum, _parameters.Row(control, first, WordColumns), sum);
        }
    }

    private sealed class TileScratch(int groups) : IDisposable
    {
        public AlignedBuffer<int> Indices { get; } = new((long)BitRows.TileRows * groups);

        public AlignedBuffer<int> Offsets { get; } = new(BitRows.TileRows);

        public AlignedBuffer<byte> Uniform { get; } = new(BitRows.TileRows / LookupForward.Lanes);

        public AlignedBuffer<float> Margins { get; } = new(BitRows.TileRows);

        public AlignedBuffer<uint> Active { get; } = new(LookupForward.BlockRows);

        public void Dispose()
        {
            Indices.Dispose();
            Offsets.Dispose();
            Uniform.Dispose();
            Margins.Dispose();
            Active.Dispose();
        }
    }
}
