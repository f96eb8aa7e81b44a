using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Quanta.Scaling.Losses;

namespace Quanta.Scaling.Laws;

/// <summary>Monogenic tokens, which one model size learns at once, and how low losses stay low: in one pass.</summary>
/// <remarks>A token is monogenic at column j when its losses in the first j columns are all high and those in all others low, with at least one of each
/// (Michaud et al. 2023, figure 4). The authors' earlier search, find_monogenics, tests the first columns twice by mistake and finds nothing; this is the
/// definition that the figures use.</remarks>
public sealed class TokenKinds : LossStatistic
{
    private readonly int _columns;
    private readonly TokenThresholds _thresholds;
    private readonly ListedTokens[] _monogenic;
    private readonly long[] _learned;
    private readonly long[] _persisting;

    /// <param name="columns">Columns by ascending scale.</param>
    /// <param name="thresholds">What is high and low.</param>
    public TokenKinds(int columns, TokenThresholds thresholds)
    {
        (_columns, _thresholds) = (columns, thresholds);
        _monogenic = [.. Enumerable.Range(0, columns).Select(_ => new ListedTokens(thresholds.MostListed))];
        (_learned, _persisting) = (new long[columns + 1], new long[columns + 1]);
    }

    /// <summary>Tokens that are high in the first <paramref name="column"/> columns and low from there on; column 0 has none.</summary>
    public ListedTokens MonogenicAt(int column) => _monogenic[column];

    /// <summary>Tokens whose loss is low for the first time in a column.</summary>
    public long LearnedAt(int column) => _learned[column];

    /// <summary>Tokens that no column has learned.</summary>
    public long NeverLearned => _learned[_columns];

    /// <summary>Of the tokens that a column is the first to learn, the share whose loss is low in every later column as well; NaN where there are
    /// none.</summary>
    public double PersistenceAt(int column) => (double)_persisting[column] / _learned[column];

    protected internal override LossStatistic Fork() => new TokenKinds(_columns, _thresholds);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void Add(LossBlock block)
    {
        Span<Vector256<int>> notLearned = stackalloc Vector256<int>[_columns], persisting = stackalloc Vector256<int>[_columns];
        notLearned.Clear();
        persisting.Clear();
        var row = 0;
        for (; row <= block.Count - Vector256<float>.Count; row += Vector256<float>.Count)
            AddLanes(ref block.At(row), (nuint)block.Count, Vector256<float>.Count, block.First + row, notLearned, persisting);
        if (row < block.Count)
        {
            Span<float> last = stackalloc float[_columns * Vector256<float>.Count];
            block.CopyLast(row, last);
            AddLanes(ref last[0], (nuint)Vector256<float>.Count, block.Count - row, block.First + row, notLearned, persisting);
        }
        long before = block.Count;
        for (var column = 0; column < _columns; column++)
        {
            var after = (long)Vector256.Sum(notLearned[column]);
            _learned[column] += before - after;
            _persisting[column] += Vector256.Sum(persisting[column]);
            before = after;
        }
        _learned[_columns] += before;
    }

    protected internal override void Merge(LossStatistic fork)
    {
        var other = (TokenKinds)fork;
        for (var column = 0; column < _columns; column++) _monogenic[column].Merge(other._monogenic[column]);
        for (var column = 0; column <= _columns; column++)
        {
            _learned[column] += other._learned[column];
            _persisting[column] += other._persisting[column];
        }
    }

    // Three run lengths tell all of a row: high losses at its start, losses that are not low at its start, and low losses at its end. A mask is -1 where
    // it holds, so that taking it away counts.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddLanes(ref float first, nuint stride, int lanes, long firstPrediction, Span<Vector256<int>> notLearned, Span<Vector256<int>> persisting)
    {
        var isThere = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(lanes));
        var (high, low) = (Vector256.Create(_thresholds.High), Vector256.Create(_thresholds.Low));
        var (stillHigh, stillNotLow) = (isThere, isThere);
        var (highRun, firstLow, lowRun) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
        for (var column = 0; column < notLearned.Length; column++)
        {
            var losses = Vector256.LoadUnsafe(ref first, (nuint)column * stride);
            var isLow = Vector256.LessThan(losses, low).AsInt32();
            stillHigh &= Vector256.GreaterThan(losses, high).AsInt32();
            stillNotLow = Vector256.AndNot(stillNotLow, isLow);
            highRun -= stillHigh;
            firstLow -= stillNotLow;
            notLearned[column] -= stillNotLow;
            lowRun = (lowRun + Vector256<int>.One) & isLow;
        }
        var all = Vector256.Create(_columns);
        var persists = Vector256.Equals(firstLow + lowRun, all) & isThere;
        if (persists == Vector256<int>.Zero) return;
        for (var column = 0; column < persisting.Length; column++) persisting[column] -= persists & Vector256.Equals(firstLow, Vector256.Create(column));
        var isMonogenic = Vector256.Equals(highRun + lowRun, all)
            & Vector256.GreaterThan(lowRun, Vector256<int>.Zero) & Vector256.GreaterThan(highRun, Vector256<int>.Zero);
        for (var found = (isMonogenic & isThere).ExtractMostSignificantBits(); found != 0; found &= found - 1)
        {
            var lane = BitOperations.TrailingZeroCount(found);
            _monogenic[highRun[lane]].Add(firstPrediction + lane);
        }
    }
}

/// <summary>What makes a token monogenic, polygenic or learned; the defaults are the published ones (Michaud et al. 2023, figures 4 and 12).</summary>
public sealed record TokenThresholds
{
    /// <summary>A monogenic token's loss lies above this before it falls, in nats.</summary>
    public float High { get; init; } = 5;

    /// <summary>A loss below this counts as learned, in nats.</summary>
    public float Low { get; init; } = 0.3f;

    /// <summary>A polygenic token's slope lies below this, in nats for each unit of ln x.</summary>
    public double Slope { get; init; } = -0.3;

    /// <summary>A polygenic token's line explains more than this share of its variance.</summary>
    public double RSquared { get; init; } = 0.98;

    /// <summary>Of each kind, the first so many tokens are listed; all are counted.</summary>
    public int MostListed { get; init; } = 1000;
}

/// <summary>Tokens of a kind: all are counted, and the first ones listed.</summary>
/// <param name="most">How many are listed.</param>
public sealed class ListedTokens(int most)
{
    private readonly List<long> _indices = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Global prediction indices, ascending.</summary>
    public IReadOnlyList<long> Indices => _indices;

    /// <summary>Takes in a token after those before it.</summary>
    internal void Add(long index)
    {
        Count++;
        if (_indices.Count < most) _indices.Add(index);
    }

    /// <summary>Takes in tokens found elsewhere: of all, the first ones stay listed.</summary>
    internal void Merge(ListedTokens other)
    {
        Count += other.Count;
        long[] first = [.. _indices.Concat(other._indices).Order().Take(most)];
        _indices.Clear();
        _indices.AddRange(first);
    }
}
