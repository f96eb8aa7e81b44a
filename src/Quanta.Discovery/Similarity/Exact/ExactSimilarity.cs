using Quanta.Discovery.Similarity.Vectors;
using Quanta.LanguageModels.Devices;

namespace Quanta.Discovery.Similarity.Exact;

/// <summary>The cosine of the angle between every two tokens' vectors, e.g. gradients: C_ij = g_i . g_j / (|g_i| |g_j|) (Michaud et al. 2023, section 5),
/// and, when asked for, the same of the vectors' absolute values.</summary>
/// <remarks>Deviations from the published script: norms and the sums over slices of a vector are in float64; the diagonal is exactly 1; a vector of
/// norm 0 has similarity 0 to all others, and a vector however short keeps its direction (published: norms below 1e-12 count as 1e-12, which shrinks the cosines
/// of tokens with losses near 1e-12). The result does not depend, bit for bit, on the plan or the number of threads.</remarks>
public sealed class ExactSimilarity
{
    /// <summary>Finished units are put on record after so many evaluations: what a kill loses, against waiting for the disk.</summary>
    private const int EvaluationsARecord = 64;

    private readonly ITokenVectors _vectors;
    private readonly TilePlan _plan;
    private readonly ISimilarityStore _store;
    private readonly TileGrid _grid;
    private readonly int _threads;
    private readonly SortedSet<int> _vanishing = [];
    private readonly List<int> _finished = [];
    private int _evaluatedSince;

    /// <param name="vectors">What is compared.</param>
    /// <param name="plan">How many are in memory together.</param>
    /// <param name="store">Takes the tiles, and knows which are done.</param>
    /// <param name="threads">Threads.</param>
    public ExactSimilarity(ITokenVectors vectors, TilePlan plan, ISimilarityStore store, int threads)
    {
        (_vectors, _plan, _store, _threads) = (vectors, plan, store, threads);
        _grid = new TileGrid(vectors.Count);
    }

    /// <summary>The vectors among those evaluated that have norm 0, ascending.</summary>
    public IReadOnlyCollection<int> Vanishing => _vanishing;

    /// <summary>How many vectors will be evaluated.</summary>
    public long Evaluations => Blocks().Sum(block => block.Rows.LongLength + block.Columns.Length);

    /// <summary>Fills the store with every unit that it does not have yet.</summary>
    public void Compute(IStageObserver observer, CancellationToken cancellation)
    {
        using var progress = observer.Begin(_vectors.Kind, Evaluations, _vectors.Kind);
        using var work = new Workspace(_vectors, _threads);
        try
        {
            foreach (var (rows, columns) in Blocks()) Compute(rows, columns, work, progress, cancellation);
        }
        finally
        {
            Record();
        }
    }

    private void Compute(int[] rows, int[] columns, Workspace work, IStageProgress progress, CancellationToken cancellation)
    {
        var block = work.Block(rows.Length);
        Evaluate(rows, block, work, progress, cancellation);
        Multiply(rows, block, rows, block, work, cancellation);
        foreach (var chunk in columns.Chunk(Math.Max(1, _plan.ChunkSize)))
        {
            var passing = work.Chunk(chunk.Length);
            Evaluate(chunk, passing, work, progress, cancellation);
            Multiply(rows, block, chunk, passing, work, cancellation);
        }
    }

    /// <summary>What is to be computed: rows that stay in memory, and those that pass by.</summary>
    private IEnumerable<(int[] Rows, int[] Columns)> Blocks()
    {
        foreach (var rows in _grid.OpenRows(_store.IsDone).ToList().Chunk(_plan.BlockSize))
            yield return (rows, [.. _grid.OpenColumns(rows, _store.IsDone)]);
    }

    private void Evaluate(int[] chosen, DeviceVectors block, Workspace work, IStageProgress progress, CancellationToken cancellation)
    {
        using var vectors = _vectors.Choose(chosen);
        var norms = UnitVectors.Evaluate(vectors, 0, chosen.Length, block, work.Operations, progress, cancellation);
        for (var i = 0; i < norms.Length; i++)
            if (norms[i] == 0) _vanishing.Add(chosen[i]);
    }

    private void Multiply(int[] rows, DeviceVectors left, int[] columns, DeviceVectors right, Workspace work, CancellationToken cancellation)
    {
        for (var i = 0; i < rows.Length; i += IVectorOperations.LargestTile)
        {
            var height = Math.Min(IVectorOperations.LargestTile, rows.Length - i);
            for (var j = 0; j < (left == right ? i + 1 : columns.Length); j += IVectorOperations.LargestTile)
            {
                cancellation.ThrowIfCancellationRequested();
                var width = Math.Min(IVectorOperations.LargestTile, columns.Length - j);
                foreach (var absolute in _store.Kinds)
                {
                    var tile = work.Tiles.Compute(left.Range(i, height), right.Range(j, width), absolute);
                    _store.Write(rows.AsSpan(i, height), columns.AsSpan(j, width), tile, absolute);
                }
            }
        }
        _finished.AddRange(_grid.Add(rows, columns));
        _evaluatedSince += columns.Length;
        if (_evaluatedSince >= EvaluationsARecord) Record();
    }

    private void Record()
    {
        _store.Finish(_finished);
        _finished.Clear();
        _evaluatedSince = 0;
    }

    /// <summary>What computes, and memory for a block and a passing chunk, kept while it suffices.</summary>
    private sealed class Workspace(ITokenVectors vectors, int threads) : IDisposable
    {
        private DeviceVectors? _block, _chunk;

        public IVectorOperations Operations { get; } = vectors.Device.CreateVectorOperations(threads);

        public CosineTiles Tiles => field ??= new CosineTiles(Operations);

        public DeviceVectors Block(int count) => Grow(ref _block, count);

        public DeviceVectors Chunk(int count) => Grow(ref _chunk, count);

        public void Dispose()
        {
            Operations.Dispose();
            _block?.Dispose();
            _chunk?.Dispose();
        }

        private DeviceVectors Grow(ref DeviceVectors? memory, int count)
        {
            if (memory is not null && memory.Count >= count) return memory;
            memory?.Dispose();
            return memory = new DeviceVectors(vectors.Device, count, vectors.Length);
        }
    }
}
