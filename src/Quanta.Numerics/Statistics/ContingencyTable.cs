namespace Quanta.Numerics.Statistics;

/// <summary>How two labellings of the same points meet.</summary>
/// <remarks>Legend: n points, R rows (distinct labels of the first labelling), C columns (of the second). Only cells that are not 0 are
/// kept.</remarks>
public sealed class ContingencyTable
{
    private ContingencyTable(int[] rowSizes, int[] columnSizes, (int Row, int Column, int Count)[] cells, int total) =>
        (RowSizes, ColumnSizes, Cells, Total) = (rowSizes, columnSizes, cells, total);

    /// <summary>n.</summary>
    public int Total { get; }

    /// <summary>[R]: points with each label of the first labelling.</summary>
    public IReadOnlyList<int> RowSizes { get; }

    /// <summary>[C]: points with each label of the second labelling.</summary>
    public IReadOnlyList<int> ColumnSizes { get; }

    /// <summary>The cells that are not 0, row by row.</summary>
    public IReadOnlyList<(int Row, int Column, int Count)> Cells { get; }

    /// <summary>Counts the pairs of labels.</summary>
    /// <param name="first">[n], any integers.</param>
    /// <param name="second">[n], any integers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ContingencyTable Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException(
                $"Two labellings of the same points must be equally long, but they have {first.Length} and {second.Length} labels.", nameof(second));
        var (rows, rowSizes) = Number(first);
        var (columns, columnSizes) = Number(second);
        var counts = new Dictionary<(int Row, int Column), int>();
        for (var i = 0; i < rows.Length; i++) counts[(rows[i], columns[i])] = counts.GetValueOrDefault((rows[i], columns[i])) + 1;
        var cells = counts.Select(cell => (cell.Key.Row, cell.Key.Column, cell.Value)).Order().ToArray();
        return new ContingencyTable(rowSizes, columnSizes, cells, rows.Length);
    }

    /// <summary>Distinct labels numbered in the order of their values, and how often each occurs.</summary>
    private static (int[] Numbers, int[] Sizes) Number(ReadOnlySpan<int> labels)
    {
        var values = labels.ToArray();
        var distinct = values.Distinct().Order().ToArray();
        var numbers = Array.ConvertAll(values, value => Array.BinarySearch(distinct, value));
        var sizes = new int[distinct.Length];
        foreach (var number in numbers) sizes[number]++;
        return (numbers, sizes);
    }
}
