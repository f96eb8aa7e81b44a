namespace Quanta.Scaling.Observational.Tables;

/// <summary>Models in rows, their scores and sizes in columns; NaN marks what was not measured. Immutable.</summary>
public sealed class ModelTable
{
    private readonly Dictionary<string, double[]> _columns;

    /// <param name="name">What messages call the table: its file's path.</param>
    /// <param name="models">Unique names.</param>
    /// <param name="families">A family a model; empty text where there is none.</param>
    /// <param name="columns">Columns of numbers, in their order.</param>
    /// <exception cref="InvalidDataException">A model comes twice.</exception>
    public ModelTable(string name, IReadOnlyList<string> models, IReadOnlyList<string> families, IReadOnlyList<KeyValuePair<string, double[]>> columns)
    {
        (Name, Models, Families, _columns) = (name, models, families, new(columns));
        Columns = [.. columns.Select(column => column.Key)];
        var twice = models.GroupBy(model => model, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new InvalidDataException($"{name} must have one row a model, but '{twice.Key}' comes {twice.Count()} times; keep one of them.");
    }

    public string Name { get; }

    public int Count => Models.Count;

    public IReadOnlyList<string> Models { get; }

    public IReadOnlyList<string> Families { get; }

    /// <summary>The names of the columns of numbers, in their order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>A column, [Count].</summary>
    /// <exception cref="InvalidDataException">There is no such column; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string column] => _columns.TryGetValue(column, out var values)
        ? values
        : throw new InvalidDataException(
            $"{Name} must have a column of numbers '{column}', but its columns of numbers are {string.Join(", ", Columns.Select(c => $"'{c}'"))}.");

    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>Fails unless there are models of every one of these families.</summary>
    /// <exception cref="InvalidDataException">There are none of one; the message lists the families there are.</exception>
    public void RequireFamilies(IEnumerable<string> families)
    {
        var absent = families.FirstOrDefault(family => !Families.Contains(family));
        if (absent is not null)
            throw new InvalidDataException($"{Name} must have models of the family '{absent}', but its families are {string.Join(", ", Families.Distinct())}.");
    }

    /// <summary>The given rows, in the given order.</summary>
    public ModelTable Take(IReadOnlyList<int> rows) => new(
        Name, [.. rows.Select(row => Models[row])], [.. rows.Select(row => Families[row])],
        [.. Columns.Select(column => KeyValuePair.Create(column, rows.Select(row => _columns[column][row]).ToArray()))]);

    /// <summary>The rows whose index passes the test.</summary>
    public ModelTable Where(Func<int, bool> row) => Take([.. Enumerable.Range(0, Count).Where(row)]);

    /// <summary>The models that both tables have, in this one's order, with the columns of both; a column of both is this table's.</summary>
    /// <exception cref="InvalidDataException">No model is in both.</exception>
    public ModelTable Join(ModelTable other)
    {
        var places = other.Models.Select((model, row) => (model, row)).ToDictionary(pair => pair.model, pair => pair.row, StringComparer.Ordinal);
        var here = Where(row => places.ContainsKey(Models[row]));
        if (here.Count == 0)
        {
            throw new InvalidDataException(
                $"{Name} and {other.Name} must have models in common, but have none; the first names '{Models[0]}', the second '{other.Models[0]}'.");
        }
        var there = other.Take([.. here.Models.Select(model => places[model])]);
        string[] added = [.. there.Columns.Where(column => !here.Has(column))];
        return new ModelTable($"{Name} with {other.Name}", here.Models, here.Families,
            [.. here.Columns.Select(c => KeyValuePair.Create(c, here._columns[c])), .. added.Select(c => KeyValuePair.Create(c, there._columns[c]))]);
    }

    /// <summary>Columns side by side as rows: [Count][columns].</summary>
    public double[][] Rows(IReadOnlyList<string> columns)
    {
        IReadOnlyList<double>[] values = [.. columns.Select(column => this[column])];
        return [.. Enumerable.Range(0, Count).Select(row => Array.ConvertAll(values, column => column[row]))];
    }
}

/// <summary>Which columns of a table say what a model is; every other column of numbers is a benchmark. The defaults are the published tables' names.</summary>
public sealed record ModelColumns
{
    /// <summary>The model's name, unique in the table.</summary>
    public string Model { get; init; } = "Model";

    /// <summary>The family the model belongs to: models trained alike at several sizes.</summary>
    public string Family { get; init; } = "Model Family";

    /// <summary>Parameters, in billions.</summary>
    public string Size { get; init; } = "Model Size (B)";

    /// <summary>Training tokens, in trillions.</summary>
    public string Tokens { get; init; } = "Pretraining Data Size (T)";

    /// <summary>Training compute, in 1e21 floating-point operations.</summary>
    public string Flops { get; init; } = "FLOPs (1E21)";

    internal bool Describes(string column) => column == Size || column == Tokens || column == Flops;
}
