using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Scaling.Observational;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Cli.Observational;

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
