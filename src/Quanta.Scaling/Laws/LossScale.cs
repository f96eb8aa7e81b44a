using Quanta.Scaling.Losses;

namespace Quanta.Scaling.Laws;

/// <summary>Columns of a loss table in the order of what grows along them.</summary>
/// <param name="Kind">What grows.</param>
/// <param name="Columns">Indices of the table's columns, by ascending value.</param>
/// <param name="Values">Parameters or steps, ascending, each above 0; models of equal size are allowed.</param>
public sealed record LossScale(ScaleKind Kind, IReadOnlyList<int> Columns, IReadOnlyList<double> Values)
{
    public int Count => Columns.Count;

    /// <summary>The natural logarithms of <see cref="Values"/>, on which laws are straight lines.</summary>
    public double[] Logarithms => [.. Values.Select(value => Math.Log(value))];

    /// <summary>The last checkpoint of every model whose size is known, by size. A column without a step counts as the end of training.</summary>
    public static LossScale OverModels(IReadOnlyList<LossColumn> columns)
    {
        var last = columns.Index().Where(column => column.Item.Parameters > 0).GroupBy(column => column.Item.Model)
            .Select(model => model.MaxBy(column => double.IsNaN(column.Item.Step) ? double.PositiveInfinity : column.Item.Step));
        return Of(ScaleKind.Parameters, last, column => column.Parameters);
    }

    /// <summary>The checkpoints of one model, by step. Step 0 has no place on a logarithmic scale and is left out.</summary>
    public static LossScale OverCheckpoints(IReadOnlyList<LossColumn> columns, string model) =>
        Of(ScaleKind.Steps, columns.Index().Where(column => column.Item.Model == model && column.Item.Step > 0), column => column.Step);

    /// <summary>The models of which there are at least so many checkpoints after step 0, in the columns' order.</summary>
    public static IReadOnlyList<string> ModelsWithCheckpoints(IReadOnlyList<LossColumn> columns, int least = 2) =>
        [.. columns.Where(column => column.Step > 0).GroupBy(column => column.Model).Where(model => model.Count() >= least).Select(model => model.Key)];

    private static LossScale Of(ScaleKind kind, IEnumerable<(int Index, LossColumn Item)> columns, Func<LossColumn, double> value)
    {
        var ordered = columns.OrderBy(column => value(column.Item)).ToList();
        return new LossScale(kind, [.. ordered.Select(column => column.Index)], [.. ordered.Select(column => value(column.Item))]);
    }
}

/// <summary>What grows from column to column.</summary>
public enum ScaleKind
{
    /// <summary>Parameters without embedding and output map, over models.</summary>
    Parameters,

    /// <summary>Training steps, over the checkpoints of one model.</summary>
    Steps,
}
