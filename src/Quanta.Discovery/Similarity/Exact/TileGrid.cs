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
