using System.Globalization;
using System.Text.Json.Nodes;
using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Observational.Selection;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Cli.Observational;

[Verb("select", HelpText = "Find the families of models that tell most about all models within a budget, by V-optimality.")]
internal sealed class ObservationalSelectVerb : ModelSplitVerb
{
    [InputFile]
    [Value(0, MetaName = "TABLE", Required = true, HelpText = "CSV of models with families and benchmark scores.")]
    public string Table { get; set; } = "";

    [AtLeast(1)]
    [Option("budget", Separator = ',', MetaValue = "N,...", HelpText = "The most models to evaluate; several give one subset each.")]
    public IEnumerable<int> Budgets { get; set; } = [];

    [Distinct]
    [Option("include", Separator = ',', MetaValue = "FAMILY,...", HelpText = "Families that every subset has.")]
    public IEnumerable<string> Include { get; set; } = [];

    [Distinct]
    [Option("families", Separator = ',', MetaValue = "FAMILY,...", HelpText = "Families to choose from; default: all.")]
    public IEnumerable<string> Families { get; set; } = [];

    [AtLeast(1)]
    [Option("max-families", Default = 10, MetaValue = "N", HelpText = "The most families of a subset.")]
    public int MaxFamilies { get; set; }

    [AtLeast(1)]
    [Option("components", Default = 3, MetaValue = "N", HelpText = "Principal components that count.")]
    public int Components { get; set; }

    [Option("complete", HelpText = "Leave out models with a missing benchmark rather than fill it in.")]
    public bool Complete { get; set; }

    [AtLeast(0)]
    [Option("random", MetaValue = "N", HelpText = "For comparison, also N random subsets that nearly use up each budget.")]
    public int Random { get; set; }

    public override void Execute(VerbContext context)
    {
        int[] budgets = [.. Budgets];
        Require.That(budgets.Length > 0, "--budget is required: the most models to evaluate, e.g. 20.");
        Require.That(TestTop is null || CutoffBy is not null, "--test-top needs --cutoff-by here: there is no target to rank by.");
        var table = Read(Table, context.Terminal.Observer(Quiet));
        string[] families = [.. Families];
        var options = new SubsetOptions
        {
            Benchmarks = ToBenchmarks(table),
            Components = Components,
            MaxFamilies = MaxFamilies,
            Include = [.. Include],
            Families = families.Length > 0 ? families : PublishedModels.AreIn(table) && Models != "all" ? PublishedModels.Families : null,
            ExcludeIncomplete = Complete,
            Split = ToSplit(ToColumns().Flops),
        };
        var found = SubsetSearch.Best(table, budgets, options, ThreadCount, context.Cancellation);
        if (Json) context.Terminal.Output.WriteLine(ToJson(found, table, options).ToJsonString());
        else WriteText(context.Terminal.Output, found, table, options);
    }

    private JsonObject ToJson(SubsetSearchResult found, ModelTable table, SubsetOptions options) => new()
    {
        ["subsets"] = found.Subsets,
        ["models"] = found.Models,
        ["budgets"] = new JsonArray([.. found.Budgets.Select(budget => (JsonNode)new JsonObject
        {
            ["budget"] = budget.Budget,
            ["best"] = budget.Best is { } best ? ToJson(best) : null,
            ["random"] = new JsonArray([.. Drawn(budget, table, options).Select(subset => (JsonNode)ToJson(subset))]),
        })]),
    };

    private static JsonObject ToJson(FamilySubset subset) => new()
    {
        ["objective"] = double.IsFinite(subset.Objective) ? subset.Objective : null,
        ["families"] = new JsonArray([.. subset.Families.Select(name => (JsonNode)JsonValue.Create(name))]),
        ["models"] = new JsonArray([.. subset.Models.Select(name => (JsonNode)JsonValue.Create(name))]),
    };

    private void WriteText(TextWriter output, SubsetSearchResult found, ModelTable table, SubsetOptions options)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"subsets {found.Subsets:N0}, models {found.Models}"));
        foreach (var budget in found.Budgets)
        {
            output.WriteLine();
            if (budget.Best is not { } best)
            {
                output.WriteLine($"budget {budget.Budget}: none; --components {Components} needs more models than that, or models that differ more");
                continue;
            }
            output.WriteLine($"budget {budget.Budget}: {Line(best)}");
            output.WriteLine($"  {string.Join(", ", best.Models)}");
            foreach (var random in Drawn(budget, table, options)) output.WriteLine($"  at random: {Line(random)}");
        }
    }

    private static string Line(FamilySubset subset) => string.Create(
        CultureInfo.InvariantCulture, $"objective {subset.Objective:0.00} with {subset.Models.Count} models of {string.Join(", ", subset.Families)}");

    private IReadOnlyList<FamilySubset> Drawn(BudgetedSubset budget, ModelTable table, SubsetOptions options) =>
        Random > 0 ? SubsetEnumeration.Random(table, options, budget.Budget, Random) : [];
}
