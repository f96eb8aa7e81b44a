using System.Globalization;
using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery;
using Quanta.Scaling.Observational;
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

/// <summary>A verb on a part of the models of a table.</summary>
internal abstract class ModelSplitVerb : ModelTableVerb
{
    private const string RatioPrefix = "ratio_";

    [Option("cutoff", MetaValue = "VALUE",
        HelpText = "Fit models whose --cutoff-by is at most this; e.g. 84 for the compute of Llama-2 7B. \"ratio_0.5\" is a share of the range.")]
    public string? Cutoff { get; set; }

    [Option("cutoff-by", MetaValue = "COLUMN",
        HelpText = "Column of --cutoff and --test-top; default: training compute for the former, the target for the latter.")]
    public string? CutoffBy { get; set; }

    [Above(0)]
    [Option("test-top", MetaValue = "N", HelpText = "Predict the N models (below 1: that share) with the greatest values.")]
    public double? TestTop { get; set; }

    [Above(0)]
    [Option("test-random", MetaValue = "N", HelpText = "Predict N random models (below 1: that share).")]
    public double? TestRandom { get; set; }

    [Distinct]
    [Option("test-families", Separator = ',', MetaValue = "NAME,...", HelpText = "Predict these families from the others.")]
    public IEnumerable<string> TestFamilies { get; set; } = [];

    [AnyNumber]
    [Option("split-seed", Default = 42u, HelpText = "Seed of --test-random, as NumPy's RandomState takes it.")]
    public uint SplitSeed { get; set; }

    /// <summary>Which models a law is fitted to.</summary>
    /// <param name="flops">The column of training compute.</param>
    protected ModelSplit ToSplit(string flops)
    {
        var families = TestFamilies.ToList();
        List<ModelSplit> splits = [];
        if (Cutoff is { } cutoff) splits.Add(ToCutoff(cutoff, CutoffBy ?? flops));
        if (TestTop is { } top) splits.Add(new RankSplit(CutoffBy, top));
        if (TestRandom is { } random) splits.Add(new RandomSplit(random, SplitSeed));
        if (families.Count > 0) splits.Add(new FamilySplit(families));
        return splits.Count <= 1
            ? splits.FirstOrDefault() ?? new NoSplit()
            : throw new UsageException("Only one of --cutoff, --test-top, --test-random and --test-families can be given.");
    }

    private static CutoffSplit ToCutoff(string text, string column)
    {
        var isRatio = text.StartsWith(RatioPrefix, StringComparison.Ordinal);
        return double.TryParse(isRatio ? text[RatioPrefix.Length..] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new CutoffSplit(column, value) { IsRatio = isRatio }
            : throw new UsageException($"--cutoff must be a number or ratio_ and a number, but is '{text}'.");
    }
}
