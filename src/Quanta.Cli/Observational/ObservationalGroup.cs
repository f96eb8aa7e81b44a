using System.Globalization;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Observational;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Cli.Observational;

[Verb("observational", HelpText = "Observational scaling laws: fit, predict, families, select. See `quanta observational --help`.")]
internal sealed class ObservationalGroupOptions;

/// <summary>The verbs under `quanta observational`.</summary>
internal static class ObservationalGroup
{
    public const string Name = "observational";

    public static Type[] Verbs { get; } =
        [typeof(ObservationalFitVerb), typeof(ObservationalPredictVerb), typeof(ObservationalFamiliesVerb), typeof(ObservationalSelectVerb)];
}

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

[Verb("predict", HelpText = "Predict a score for models by a law that `quanta observational fit --out` wrote.")]
internal sealed class ObservationalPredictVerb : ModelTableVerb
{
    [InputFile]
    [Value(0, MetaName = "LAW", Required = true, HelpText = "The law's file.")]
    public string Law { get; set; } = "";

    [InputFile]
    [Value(1, MetaName = "TABLE", Required = true, HelpText = "CSV of models with the law's benchmarks; empty fields are filled in.")]
    public string Table { get; set; } = "";

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "Write the predictions as CSV.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        var law = ObservationalLawFile.Read(Law);
        var table = Read(Table, context.Terminal.Observer(Quiet));
        if (law.Predictor.Column is null) ModelTableFile.RequireFractions(table, law.Benchmarks);
        var (predicted, z) = (law.Predict(table), law.Linear(table));
        var measured = table.Has(law.Target) ? table[law.Target] : null;
        var result = new ResultTable("model", "predicted", "measured", "equivalent compute");
        for (var row = 0; row < table.Count; row++)
            result.Add(table.Models[row], predicted[row], measured?[row] ?? double.NaN, law.Equivalent?.Of(z[row]) ?? double.NaN);
        if (Out is not null) result.WriteCsv(Out);
        result.Write(context.Terminal.Output, Json);
    }
}
