using System.Globalization;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Observational;

namespace Quanta.Cli.Observational;

[Verb("families", HelpText = "How the first principal component of the benchmarks grows with the logarithm of each family's training compute.")]
internal sealed class ObservationalFamiliesVerb : ModelTableVerb
{
    [InputFile]
    [Value(0, MetaName = "TABLE", Required = true, HelpText = "CSV of models with families, training compute and benchmark scores.")]
    public string Table { get; set; } = "";

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "Write the lines as CSV.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        var table = Read(Table, context.Terminal.Observer(Quiet));
        var families = FamilyScaling.Of(table, ToBenchmarks(table), new ImputationOptions(), ToColumns());
        if (families.Count == 0)
            throw new InvalidDataException(
                $"{table.Name} must have a family with three models or more whose training compute is known and differs, but has none.");
        var result = new ResultTable("family", "models", "intercept", "slope", "r2");
        foreach (var family in families) result.Add(family.Family, family.Models, family.Intercept, family.Slope, family.R2);
        if (Out is not null) result.WriteCsv(Out);
        var (output, mean) = (context.Terminal.Output, families.Average(family => family.R2));
        result.Write(output, Json);
        if (Json) return;
        output.WriteLine();
        output.WriteLine("PC-1 = intercept + slope ln(compute / 1e21)");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mean r2 {mean:0.###} over {families.Count} families"));
    }
}
