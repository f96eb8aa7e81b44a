using Quanta.Discovery.Runs;

namespace Quanta.Discovery.Similarity.Exact;

/// <summary>The fixed units of a symmetric matrix [n, n]: square tiles on and above the diagonal, the same whatever the memory, threads or machine.</summary>
/// <remarks>A unit is done when each of its pairs (i, j), i at most j, has been computed; a block of vectors may hold a part of a tile only, so pairs are counted.</remarks>
public sealed class TileGrid
{
    /// <summary>Rows and columns of a tile: few enough that an interrupted job repeats little, enough that a list of them is short.</summary>
    public const int Side = 16;

    private readonly int _count, _tiles;
    private readonly Dictionary<int, int> _pairs = [];

    /// <param name="count">n.</param>
    public TileGrid(int count) => (_count, _tiles) = (count, (count + Side - 1) / Side);

    /// <summary>How many units the matrix has.</summary>
    public int UnitCount => checked((int)(_tiles * (_tiles + 1L) / 2));

    /// <summary>The vectors whose tile row has an open unit, ascending.</summary>
    public IEnumerable<int> OpenRows(Func<int, bool> isDone) =>
        Enumerable.Range(0, _tiles).Where(row => Enumerable.Range(row, _tiles - row).Any(column => !isDone(Unit(row, column)))).SelectMany(Members);

    /// <summary>The vectors outside a block that make an open unit with a row of it, ascending.</summary>
    public IEnumerable<int> OpenColumns(int[] block, Func<int, bool> isDone)
    {
        var rows = block.Select(i => i / Side).Distinct().ToList();
        var inside = block.ToHashSet();
        return Enumerable.Range(rows[0], _tiles - rows[0])
            .Where(column => rows.Any(row => row <= column && !isDone(Unit(row, column)))).SelectMany(Members)
            .Where(j => j > block[0] && !inside.Contains(j));
    }

    /// <summary>Counts the pairs of computed rows and columns, each pair of vectors once.</summary>
    /// <returns>The units that they completed.</returns>
    public List<int> Add(int[] rows, int[] columns)
    {
        var completed = new List<int>();
        var isDiagonal = ReferenceEquals(rows, columns);
        var (above, beside) = (InTiles(rows), InTiles(columns));
        foreach (var (row, height) in above)
        {
            foreach (var (column, width) in beside)
            {
                if (column < row) continue;
                var unit = Unit(row, column);
                var pairs = _pairs.GetValueOrDefault(unit) + (isDiagonal && row == column ? height * (height + 1) / 2 : height * width);
                _pairs.Remove(unit);
                if (pairs == PairsOf(row, column)) completed.Add(unit);
                else _pairs[unit] = pairs;
            }
        }
        return completed;
    }

    private static List<(int Tile, int Count)> InTiles(int[] vectors) => [.. vectors.GroupBy(i => i / Side).Select(group => (group.Key, group.Count()))];

    private IEnumerable<int> Members(int tile) => Enumerable.Range(tile * Side, Height(tile));

    private int Height(int tile) => Math.Min(Side, _count - tile * Side);

    private int PairsOf(int row, int column) => row == column ? Height(row) * (Height(row) + 1) / 2 : Height(row) * Height(column);

    private int Unit(int row, int column) => (int)(row * (2L * _tiles - row + 1) / 2) + column - row;
}

/// <summary>Which vectors are in memory together, so that every pair meets once and memory is kept.</summary>
/// <remarks>A block of vectors stays in memory while all later ones pass by in chunks. With B vectors a block, about n(n/B + 1)/2 are evaluated (the published
/// script: B = 250). When all fit there is one block, and each is evaluated once. What is recorded as done does not follow from the plan: see <see cref="TileGrid"/>.</remarks>
public sealed record TilePlan
{
    /// <summary>Passing chunks need not be large: the product is as fast with this many.</summary>
    private const int LargestChunk = 256;

    private TilePlan(int blockSize, int chunkSize) => (BlockSize, ChunkSize) = (blockSize, chunkSize);

    /// <summary>How many vectors stay.</summary>
    public int BlockSize { get; }

    /// <summary>How many pass at a time; as many as there are when all fit.</summary>
    public int ChunkSize { get; }

    /// <summary>The plan for n vectors of p float32 entries within a number of bytes, whose chunks keep so many threads busy where there is room.</summary>
    /// <exception cref="ArgumentException">Not even two vectors fit.</exception>
    public static TilePlan For(int count, long length, long memoryBytes, int threads)
    {
        var capacity = memoryBytes / (length * sizeof(float));
        if (capacity >= count) return new TilePlan(count, count);
        if (capacity < 2)
            throw new ArgumentException(
                $"Two vectors of {length:N0} entries need {Gigabytes.Of(2 * length * sizeof(float))}, but the memory limit leaves "
                + $"{Gigabytes.Of(memoryBytes)} for them. Raise --memory.",
                nameof(memoryBytes));
        var chunk = WholeTiles(Math.Clamp(capacity / 8, Math.Clamp(threads, 1, capacity / 4 + 1), LargestChunk));
        return new TilePlan((int)WholeTiles(capacity - chunk), (int)chunk);
    }

    private static long WholeTiles(long vectors) => vectors < TileGrid.Side ? vectors : vectors / TileGrid.Side * TileGrid.Side;
}
