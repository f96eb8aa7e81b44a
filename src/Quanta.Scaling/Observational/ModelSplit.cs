using Quanta.Scaling.Observational.Tables;

namespace Quanta.Scaling.Observational;

/// <summary>A rule that divides models into those a law is fitted to and those it must predict.</summary>
public abstract record ModelSplit
{
    /// <summary>Divides the rows.</summary>
    /// <param name="table">The models.</param>
    /// <param name="scores">[models], the target, finite.</param>
    public abstract SplitRows Divide(ModelTable table, IReadOnlyList<double> scores);

    /// <summary>How many of so many models a limit names: itself from 1, a share of them rounded down below.</summary>
    /// <exception cref="ArgumentException">The limit is negative, or leaves no model to fit.</exception>
    protected static int TestCount(double limit, int models)
    {
        var count = limit >= 1 ? (int)Math.Min(limit, int.MaxValue) : (int)(limit * models);
        return limit >= 0 && count < models
            ? count
            : throw new ArgumentException(
                FormattableString.Invariant($"The test set must leave models to fit, but {limit} of {models} models were asked for."), nameof(limit));
    }
}

/// <summary>Rows to fit and rows to predict.</summary>
/// <param name="Train">Indices of the models that a law is fitted to.</param>
/// <param name="Test">Indices of those that it must predict; disjoint from the former.</param>
public sealed record SplitRows(int[] Train, int[] Test);

/// <summary>All models are fitted, none is predicted.</summary>
public sealed record NoSplit : ModelSplit
{
    public override SplitRows Divide(ModelTable table, IReadOnlyList<double> scores) => new([.. Enumerable.Range(0, table.Count)], []);
}

/// <summary>Models at or below a threshold of a column are fitted; the others, and those without a value, are predicted.</summary>
/// <param name="Column">For instance the training compute; null for the target itself.</param>
/// <param name="Threshold">The last value to fit.</param>
public sealed record CutoffSplit(string? Column, double Threshold) : ModelSplit
{
    /// <summary>Whether the threshold is a share of the column's range, counted from its least value.</summary>
    public bool IsRatio { get; init; }

    public override SplitRows Divide(ModelTable table, IReadOnlyList<double> scores)
    {
        var values = Column is null ? scores : table[Column];
        var threshold = Threshold;
        if (IsRatio)
        {
            double[] known = [.. values.Where(value => !double.IsNaN(value))];
            threshold = known.Length == 0 ? double.NaN : known.Min() + Threshold * (known.Max() - known.Min());
        }
        var rows = Enumerable.Range(0, table.Count).ToLookup(row => values[row] <= threshold);
        return new SplitRows([.. rows[true]], [.. rows[false]]);
    }
}

/// <summary>The models with the greatest values of a column are predicted, those without a value before all others.</summary>
/// <param name="Column">The column; null for the target itself.</param>
/// <param name="Limit">How many, or below 1 which share of the models.</param>
/// <remarks>Equal values keep the table's order; the published code sorts them unstably.</remarks>
public sealed record RankSplit(string? Column, double Limit) : ModelSplit
{
    public override SplitRows Divide(ModelTable table, IReadOnlyList<double> scores)
    {
        var values = Column is null ? scores : table[Column];
        int[] order = [.. Enumerable.Range(0, table.Count).OrderByDescending(row => double.IsNaN(values[row]) ? double.PositiveInfinity : values[row])];
        var count = TestCount(Limit, table.Count);
        return new SplitRows(order[count..], order[..count]);
    }
}

/// <summary>Whole families are predicted from the others.</summary>
/// <param name="Families">The families to predict.</param>
public sealed record FamilySplit(IReadOnlyList<string> Families) : ModelSplit
{
    /// <exception cref="InvalidDataException">The table has no such family.</exception>
    public override SplitRows Divide(ModelTable table, IReadOnlyList<double> scores)
    {
        table.RequireFamilies(Families);
        var rows = Enumerable.Range(0, table.Count).ToLookup(row => Families.Contains(table.Families[row]));
        return new SplitRows([.. rows[false]], [.. rows[true]]);
    }
}

/// <summary>A random part of the models is predicted.</summary>
/// <param name="Limit">How many, or below 1 which share of the models.</param>
/// <param name="Seed">Of the permutation that NumPy's RandomState draws; the published value is the default.</param>
public sealed record RandomSplit(double Limit, uint Seed = 42) : ModelSplit
{
    public override SplitRows Divide(ModelTable table, IReadOnlyList<double> scores)
    {
        var order = MersenneTwister.LikeNumPy(Seed).NumPyPermutation(table.Count);
        var count = TestCount(Limit, table.Count);
        return new SplitRows(order[count..], order[..count]);
    }
}
