namespace Quanta.Formats.Columns;

/// <summary>A leaf's part of a row group, as it is stored: the values that are there, and levels that say where.</summary>
/// <param name="Leaf">The leaf.</param>
/// <param name="Values">The values that are there, [n], n at most the number of levels.</param>
/// <param name="Definitions">A definition level for each value that is there or not; null where all are there.</param>
/// <param name="Repetitions">0 where a row begins, and otherwise the list in which the value follows another; null where the leaf is in no list.</param>
internal sealed record ParquetValues<T>(ParquetLeaf Leaf, T[] Values, int[]? Definitions, int[]? Repetitions)
{
    /// <summary>How many values are there.</summary>
    public int Defined => Definitions?.Count(level => level == Leaf.Definition) ?? Values.Length;

    public long Rows => Repetitions?.LongCount(level => level == 0) ?? Values.Length;

    /// <summary>A value a row, of a leaf in no list.</summary>
    public IEnumerable<(T Value, bool IsNull)> Singles()
    {
        var value = 0;
        for (var i = 0; i < Values.Length; i++)
        {
            var isThere = Definitions is null || Definitions[i] == Leaf.Definition;
            yield return isThere ? (Values[value++], false) : (default!, true);
        }
    }

    /// <summary>A list a row, of a leaf in one or two lists: [T] or [1, T].</summary>
    public IEnumerable<ParquetList<T>> Lists()
    {
        var (begin, value) = (0, 0);
        while (begin < Values.Length)
        {
            var end = begin + 1;
            while (end < Values.Length && Repetitions![end] != 0) end++;
            var list = ListOf(begin, end, value);
            yield return list;
            for (var i = begin; i < end; i++) value += LevelOf(i) == Leaf.Definition ? 1 : 0;
            begin = end;
        }
    }

    private int LevelOf(int i) => Definitions?[i] ?? Leaf.Definition;

    private ParquetList<T> ListOf(int begin, int end, int value)
    {
        if (end == begin + 1 && LevelOf(begin) < Leaf.InList) return new ParquetList<T>(default, IsNull: Leaf.IsNullable && LevelOf(begin) == 0, null);
        for (var i = begin; i < end; i++)
        {
            if (i > begin && Repetitions![i] < Leaf.Repetition) return new ParquetList<T>(default, false, ListProblems.Several);
            if (LevelOf(i) != Leaf.Definition) return new ParquetList<T>(default, false, ListProblems.Null);
        }
        return new ParquetList<T>(Values.AsMemory(value, end - begin), false, null);
    }
}

/// <summary>What one row of a list column holds.</summary>
internal readonly record struct ParquetList<T>(ReadOnlyMemory<T> Values, bool IsNull, string? Problem);

/// <summary>Why the list in a row is no document.</summary>
internal static class ListProblems
{
    public const string
        Null = "its list holds a null in the place of a number.",
        Several = "it holds several lists, but a document is one, [T] or [1, T].";
}
