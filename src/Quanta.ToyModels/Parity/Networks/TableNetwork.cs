using System.Numerics.Tensors;
using Quanta.Numerics.Optimisation;
using Quanta.Numerics.Processors;
using Quanta.ToyModels.Parity.Data;
using Quanta.ToyModels.Parity.Internals;
using Quanta.ToyModels.Parity.Networks.Internals;
using Quanta.ToyModels.Parity.Tasks;

namespace Quanta.ToyModels.Parity.Networks;

/// <summary>The published network, one hidden layer with ReLU, without multiplying by a single input.</summary>
/// <remarks>The control block is a row of each subtask; data bits go through tables of partial sums (<see cref="TableKernels"/>); the gradient is masked sums over
/// sorted rows (<see cref="GradientPass"/>). Differs from <see cref="PlainNetwork"/> only in the order of float32 sums, which is one for all instruction sets.</remarks>
internal sealed unsafe class TableNetwork : IParityNetwork
{
    private readonly AdamW _optimizer;
    private readonly int _threads;
    private readonly ParityTask _task;
    private readonly TableParameters _parameters, _first, _second;
    private readonly TableKernels _kernels;
    private readonly ForwardPass _forward;
    private BatchMemory? _memory;
    private long _step;

    public TableNetwork(ParityTask task, NetworkShape shape, AdamW optimizer, int threads, InstructionSet instructions)
    {
        shape.Check();
        (_task, Shape, _optimizer, _threads) = (task, shape, optimizer, threads);
        (_parameters, _first, _second) = (new TableParameters(shape), new TableParameters(shape), new TableParameters(shape));
        _kernels = TableKernels.Of(instructions);
        _forward = new ForwardPass(task, _parameters, _kernels);
    }

    public static bool Supports(NetworkShape shape) => shape is { Depth: 2, Activation: Activation.ReLU };

    public NetworkShape Shape { get; }

    public double TrainOnBatch(BitRows batch)
    {
        if (batch.Count == 0) return double.NaN;
        var memory = Memory(batch.Capacity);
        WorkSplit.Run(_parameters.Words + memory.Gradient.BitKeyGroups, _threads, unit =>
        {
            if (unit < _parameters.Words) _forward.Prepare(unit);
            else memory.Gradient.Sort(batch, unit - _parameters.Words);
        });
        WorkSplit.Run(batch.Tiles, _threads, tile => ForwardTile(batch, tile, memory));
        var adam = _optimizer.At(++_step);
        WorkSplit.Run((memory.Gradient.BitKeyGroups + 1) * _parameters.Words, _threads, unit =>
            memory.Gradient.Update(batch, unit, memory.Slopes.Data, memory.Active.Data, _forward.Slopes(0), adam));
        memory.Gradient.UpdateOutput((float)memory.SlopeSums.AsSpan(0, batch.Tiles).ToArray().Sum(), adam);
        return memory.LossSums.AsSpan(0, batch.Tiles).ToArray().Sum() / batch.Count;
    }

    public void Margins(BitRows rows, Span<float> margins)
    {
        if (margins.Length < rows.Count) throw new ArgumentException($"{rows.Count} rows need as many margins, but {margins.Length} were given.", nameof(margins));
        WorkSplit.Run(_parameters.Words, _threads, _forward.Prepare);
        fixed (float* pointer = margins)
        {
            var first = pointer;
            WorkSplit.Run(rows.Tiles, _threads, tile =>
            {
                var start = tile * BitRows.TileRows;
                var ofTile = new Span<float>(first + start, Math.Min(BitRows.TileRows, rows.Count - start));
                _forward.Tile(rows, tile, ofTile, active: null);
                TowardsLabel(rows.Labels.Slice(start, ofTile.Length), ofTile);
            });
        }
    }

    public NetworkState Save() => new(_parameters.Export(), _first.Export(), _second.Export(), _step);

    public void Load(NetworkState state)
    {
        state.CheckFits(Shape);
        _parameters.Import(state.Parameters);
        _first.Import(state.FirstMoments);
        _second.Import(state.SecondMoments);
        _step = state.Step;
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _forward.Dispose();
        _parameters.Dispose();
        _first.Dispose();
        _second.Dispose();
    }

    /// <summary>Margins, then each row's loss and d, the derivative of the batch's mean loss by logit 1 less logit 0.</summary>
    private void ForwardTile(BitRows batch, int tile, BatchMemory memory)
    {
        var start = tile * BitRows.TileRows;
        var slopes = new Span<float>(memory.Slopes.Data + start, Math.Min(BitRows.TileRows, batch.Count - start));
        Span<float> losses = stackalloc float[slopes.Length];
        _forward.Tile(batch, tile, slopes, memory.Active.Data);
        var labels = batch.Labels.Slice(start, slopes.Length);
        TowardsLabel(labels, slopes);
        CrossEntropy.Losses(slopes, losses);
        TensorPrimitives.Negate(slopes, slopes);
        TensorPrimitives.Sigmoid(slopes, slopes);
        TensorPrimitives.Multiply(slopes, -1f / batch.Count, slopes);
        TowardsLabel(labels, slopes);
        (memory.LossSums[tile], memory.SlopeSums[tile]) = (Sum(losses), Sum(slopes));
    }

    /// <summary>Turns differences "logit 1 less logit 0" into "right less wrong", and back.</summary>
    private static void TowardsLabel(ReadOnlySpan<byte> labels, Span<float> differences)
    {
        for (var row = 0; row < differences.Length; row++) differences[row] *= 2 * labels[row] - 1;
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum;
    }

    private BatchMemory Memory(int capacity)
    {
        if (_memory?.Capacity == capacity) return _memory;
        _memory?.Dispose();
        return _memory = new BatchMemory(_task, _parameters, _first, _second, _kernels, capacity);
    }

    /// <summary>What a step keeps for each row between its passes.</summary>
    private sealed class BatchMemory(
        ParityTask task, TableParameters parameters, TableParameters first, TableParameters second, TableKernels kernels, int capacity) : IDisposable
    {
        public int Capacity => capacity;

        public AlignedBuffer<uint> Active { get; } = new((long)parameters.Words * capacity);

        public AlignedBuffer<float> Slopes { get; } = new(capacity);

        public double[] LossSums { get; } = new double[capacity / BitRows.TileRows];

        public double[] SlopeSums { get; } = new double[capacity / BitRows.TileRows];

        public GradientPass Gradient { get; } = new(task, parameters, first, second, capacity, kernels);

        public void Dispose()
        {
            Active.Dispose();
            Slopes.Dispose();
            Gradient.Dispose();
        }
    }
}
