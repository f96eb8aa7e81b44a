using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Cli.Observational;

/// <summary>A verb on a table of models: which of its columns mean what, and which of its rows count.</summary>
internal abstract class ModelTableVerb : Verb
{
    [Distinct]
    [Option("benchmarks", Separator = ',', MetaValue = "NAME,...",
        HelpText = "Columns of benchmark scores, fractions in [0, 1]; default: the paper's eight that the table has.")]
    public IEnumerable<string> Benchmarks { get; set; } = [];

    [Distinct]
    [Option("without", Separator = ',', MetaValue = "NAME,...", HelpText = "Benchmarks to leave out, e.g. GSM8K when a grade-school maths score is predicted.")]
    public IEnumerable<string> Without { get; set; } = [];

    [Distinct]
    [Option("columns", Separator = ',', MetaValue = "ROLE=NAME,...",
        HelpText = "What the columns model, family, size, tokens and flops are called, e.g. model=name,flops=compute.")]
    public IEnumerable<string> ColumnNames { get; set; } = [];

    [Option("models", Default = "auto", MetaValue = "all|published|auto",
        HelpText = "Which rows count: all; those that the published notebooks use; auto takes these where the table has every published family.")]
    public string Models { get; set; } = "";

    /// <summary>What the table's columns are called.</summary>
    protected ModelColumns ToColumns()
    {
        var columns = new ModelColumns();
        foreach (var pair in ColumnNames)
        {
            var (role, name) = Require.Pair(pair, "--columns", "pairs such as model=name");
            columns = role switch
            {
                "model" => columns with { Model = name },
                "family" => columns with { Family = name },
                "size" => columns with { Size = name },
                "tokens" => columns with { Tokens = name },
                "flops" => columns with { Flops = name },
                _ => throw new UsageException($"--columns knows model, family, size, tokens and flops, but not '{role}'."),
            };
        }
        return columns;
    }

    /// <summary>Reads the table, remarks on impossible rows, and keeps the rows that count.</summary>
    protected ModelTable Read(string path, IStageObserver observer)
    {
        var columns = ToColumns();
        var table = ModelTableFile.Read(path, columns);
        foreach (var remark in ModelTableRemarks.Of(table, columns)) observer.Note(remark);
        Require.That(Models is "all" or "published" or "auto", $"--models must be all, published or auto, but is '{Models}'.");
        if (Models == "all" || (Models == "auto" && !PublishedModels.AreIn(table))) return table;
        var part = PublishedModels.Of(table);
        observer.Note($"{part.Count} of {table.Count} models are those of the published notebooks; --models all takes every row.");
        return part;
    }

    /// <summary>The benchmarks asked for, or the paper's that the table has.</summary>
    protected IReadOnlyList<string> ToBenchmarks(ModelTable table)
    {
        string[] named = [.. Benchmarks];
        string[] chosen = named.Length > 0 ? named : [.. PublishedModels.Benchmarks.Where(table.Has)];
        var unknown = Without.FirstOrDefault(name => !chosen.Contains(name));
        Require.That(unknown is null, $"--without must name benchmarks in use, which are {string.Join(", ", chosen)}, but names '{unknown}'.");
        string[] left = [.. chosen.Except(Without)];
        var columns = string.Join(", ", table.Columns);
        Require.That(
            left.Length > 0, $"{table.Name} has none of the paper's benchmarks; name its scores with --benchmarks. Its columns of numbers are {columns}.");
        return left;
    }
}
