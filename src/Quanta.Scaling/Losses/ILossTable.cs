using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Quanta.Scaling.Losses;

/// <summary>Losses of predictions under several models or checkpoints, [predictions, columns], in nats; of any size, and read in blocks.</summary>
public interface ILossTable
{
    /// <summary>The number of rows.</summary>
    long Predictions { get; }

    IReadOnlyList<LossColumn> Columns { get; }

    /// <summary>Reads the losses of predictions <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1. Safe for use from
    /// several threads.</summary>
    /// <param name="first">The first prediction.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">float32 [columns, count]: each column's losses beside one another. float64 files are rounded to the nearest float32.</param>
    void ReadColumns(long first, int count, Span<float> destination);

    /// <summary>Some of the columns, in the order given, read from this table.</summary>
    ILossTable WithColumns(IReadOnlyList<int> columns) => new SelectedColumns(this, columns);
}

/// <summary>A column of a loss table: a model, or one checkpoint of it.</summary>
/// <param name="Name">"model", or "model@checkpoint" as in "nx-800k@step1500".</param>
/// <param name="Model">The part of the name before "@".</param>
/// <param name="Step">The number that ends the checkpoint's name; NaN where there is none.</param>
public sealed record LossColumn(string Name, string Model, double Step)
{
    /// <summary>The model's parameters without embedding and output map; NaN where they are not known.</summary>
    public double Parameters { get; init; } = double.NaN;

    /// <summary>Takes a name apart.</summary>
    public static LossColumn Parse(string name, double parameters = double.NaN)
    {
        var at = name.LastIndexOf('@');
        if (at < 0) return new LossColumn(name, name, double.NaN) { Parameters = parameters };
        var digits = name.Length;
        while (digits > at + 1 && char.IsAsciiDigit(name[digits - 1])) digits--;
        var isNumber = double.TryParse(name.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var step);
        return new LossColumn(name, name[..at], isNumber ? step : double.NaN) { Parameters = parameters };
    }
}

/// <summary>Consecutive predictions of a loss table.</summary>
/// <param name="first">The first prediction's index.</param>
/// <param name="count">How many predictions, at least 1.</param>
/// <param name="values">float32 [columns, count], nats, all finite.</param>
/// <param name="sums">float64 [columns], each column's sum, nats.</param>
public readonly ref struct LossBlock(long first, int count, ReadOnlySpan<float> values, ReadOnlySpan<double> sums)
{
    private readonly ReadOnlySpan<float> _values = values;

    public long First { get; } = first;

    public int Count { get; } = count;

    public int Columns => Sums.Length;

    /// <summary>The sum of every column's losses, [columns], accumulated in float64.</summary>
    public ReadOnlySpan<double> Sums { get; } = sums;

    /// <summary>The losses of a column, [count].</summary>
    public ReadOnlySpan<float> Column(int column) => _values.Slice(column * Count, Count);

    /// <summary>The first column's loss of a prediction; other columns' follow <see cref="Count"/> apart.</summary>
    internal ref float At(int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(_values), row);

    /// <summary>Copies the losses from <paramref name="row"/> on, fewer than eight, to [columns, 8]; zeros follow them.</summary>
    internal void CopyLast(int row, Span<float> lanes)
    {
        lanes.Clear();
        for (var column = 0; column < Columns; column++) Column(column)[row..].CopyTo(lanes[(column * Vector256<float>.Count)..]);
    }
}

/// <summary>Losses in memory.</summary>
public sealed class MemoryLossTable : ILossTable
{
    private readonly float[] _values;

    /// <param name="columns">What each column is.</param>
    /// <param name="values">float32 [predictions, columns], row-major, nats; not copied.</param>
    /// <exception cref="ArgumentException">The values are no whole number of rows.</exception>
    public MemoryLossTable(IReadOnlyList<LossColumn> columns, float[] values)
    {
        if (columns.Count == 0 || values.Length % columns.Count != 0)
            throw new ArgumentException($"A loss table of {columns.Count} columns needs a multiple of so many values, but {values.Length} were given.",
                nameof(values));
        (Columns, _values) = (columns, values);
    }

    public long Predictions => _values.Length / Columns.Count;

    public IReadOnlyList<LossColumn> Columns { get; }

    public void ReadColumns(long first, int count, Span<float> destination)
    {
        for (var column = 0; column < Columns.Count; column++)
            for (var row = 0; row < count; row++) destination[column * count + row] = _values[(first + row) * Columns.Count + column];
    }
}

/// <summary>Some columns of another table, in an order of their own.</summary>
/// <param name="table">Where they are read.</param>
/// <param name="columns">Their indices there.</param>
public sealed class SelectedColumns(ILossTable table, IReadOnlyList<int> columns) : ILossTable
{
    private readonly bool _isWhole = columns.SequenceEqual(Enumerable.Range(0, table.Columns.Count));

    public long Predictions => table.Predictions;

    public IReadOnlyList<LossColumn> Columns { get; } = [.. columns.Select(column => table.Columns[column])];

    public void ReadColumns(long first, int count, Span<float> destination)
    {
        if (_isWhole)
        {
            table.ReadColumns(first, count, destination);
            return;
        }
        var all = new float[(long)count * table.Columns.Count];
        table.ReadColumns(first, count, all);
        for (var column = 0; column < columns.Count; column++) all.AsSpan(columns[column] * count, count).CopyTo(destination.Slice(column * count, count));
    }
}

/// <summary>Columns without losses.</summary>
public static class MissingColumns
{
    private const int PredictionsRead = 1 << 16;

    /// <summary>The columns whose first losses (65,536 of them, or all) are all 0: how the published tables hold a checkpoint that could not be
    /// loaded.</summary>
    public static IReadOnlyList<int> Find(ILossTable table)
    {
        var count = (int)Math.Min(PredictionsRead, table.Predictions);
        var values = new float[count * table.Columns.Count];
        table.ReadColumns(0, count, values);
        return [.. Enumerable.Range(0, table.Columns.Count).Where(column => !values.AsSpan(column * count, count).ContainsAnyExcept(0f))];
    }
}
