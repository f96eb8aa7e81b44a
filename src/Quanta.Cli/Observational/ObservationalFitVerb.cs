using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery;
using Quanta.Numerics.Optimisation;
using Quanta.Scaling.Observational;
using Quanta.Scaling.Observational.Tables;

namespace Quanta.Cli.Observational;

[Verb("fit", HelpText = "Fit a score by principal components of benchmarks, beside laws of size and compute.")]
internal sealed class ObservationalFitVerb : ModelSplitVerb
{
    [InputFile]
    [Value(0, MetaName = "TABLE", Required = true, HelpText = "CSV of models with benchmark scores; base_llm_benchmark_eval.csv, or your own.")]
    public string Table { get; set; } = "";

    [Option("target", MetaValue = "COLUMN", HelpText = "The score to predict.")]
    public string? Target { get; set; }

    [InputFile]
    [Option("scores", MetaValue = "FILE", HelpText = "A second CSV with the target, joined by model; default: the first has it.")]
    public string? Scores { get; set; }

    [AtLeast(1)]
    [Option("components", Default = 3, MetaValue = "N", HelpText = "Principal components to predict from.")]
    public int Components { get; set; }

    [Option("form", Default = ResponseForm.RaisedSigmoid, HelpText = "How the score follows from a linear function of the components.")]
    public ResponseForm Form { get; set; }

    [Above(0)]
    [Option("huber", MetaValue = "DELTA", HelpText = "Count residuals beyond this linearly; default: squares.")]
    public double? Huber { get; set; }

    [AnyNumber]
    [Option("chance", Default = 0.0, HelpText = "The target's value at chance.")]
    public double Chance { get; set; }

    [AnyNumber]
    [Option("best", Default = 1.0, HelpText = "The target's best value, e.g. 100 for percentages.")]
    public double Best { get; set; }

    [Distinct]
    [Option("train-families", Separator = ',', MetaValue = "NAME,...",
        HelpText = "Fit only these families of the training models, e.g. those that `quanta observational select` found.")]
    public IEnumerable<string> TrainFamilies { get; set; } = [];

    [Option("reference", Default = "Llama-2", MetaValue = "FAMILY", HelpText = "Family in whose compute capability is expressed.")]
    public string Reference { get; set; } = "";

    [Between(0, 1)]
    [Option("error-curve", Separator = ',', MetaValue = "SHARE,...",
        HelpText = "Also hold out these shares of the models by --cutoff-by, and give the area under the test errors.")]
    public IEnumerable<double> ErrorCurveShares { get; set; } = [];

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "Write the law for `quanta observational predict`.")]
    public string? Out { get; set; }

    protected override void Validate()
    {
        base.Validate();
        Require.That(
            Chance < Best, FormattableString.Invariant($"--chance must be below --best, but they are {Chance} and {Best}. For percentages, say --best 100."));
    }

    public override void Execute(VerbContext context)
    {
        var target = Require.Option(Target, "--target", "the column to predict");
        double[] shares = [.. ErrorCurveShares];
        Require.That(shares.Length != 1, "--error-curve needs two shares or more, e.g. 0.1,0.2,0.3.");
        var observer = context.Terminal.Observer(Quiet);
        var (columns, table) = (ToColumns(), Read(Table, observer));
        if (Scores is not null) table = table.Join(ModelTableFile.Read(Scores, columns));
        var options = ToOptions(table, columns);
        var law = ObservationalFitter.Fit(table, target, options, context.Cancellation);
        Remark(law, observer);
        ObservationalFit[] fits = [law, .. Baselines(table, target, options, observer, context.Cancellation)];
        var areas = shares.Length == 0 ? null : Areas(fits, table, target, options, shares, observer, context.Cancellation);
        if (Out is not null) ObservationalLawFile.Write(Out, law.Law);
        if (Json) context.Terminal.Output.WriteLine(FittedLawView.ToJson(law, FittedLawView.Compare(fits, areas)).ToJsonString());
        else FittedLawView.WriteText(context.Terminal.Output, law, FittedLawView.Compare(fits, areas));
    }

    private ObservationalOptions ToOptions(ModelTable table, ModelColumns columns)
    {
        string[] families = [.. TrainFamilies];
        return new ObservationalOptions
        {
            Benchmarks = ToBenchmarks(table),
            Predictor = Predictor.Of(Components),
            Low = Chance,
            High = Best,
            Split = ToSplit(columns.Flops),
            TrainFamilies = families.Length > 0 ? families : null,
            Response = new ResponseFitOptions { Form = Form, Huber = Huber },
            ReferenceFamily = Reference,
            Columns = columns,
        };
    }

    private void Remark(ObservationalFit fit, IStageObserver observer)
    {
        if (!fit.Status.IsConverged()) observer.Note(fit.Status.Sentence());
        if (fit.Law.Equivalent is not null) return;
        observer.Note(
            $"Capability is not expressed in compute, which takes two models of '{Reference}' with different compute; --reference names another family.");
    }

    /// <summary>Laws of size and of compute to compare with; where too few models have the column, a note instead.</summary>
    private static IEnumerable<ObservationalFit> Baselines(
        ModelTable table, string target, ObservationalOptions options, IStageObserver observer, CancellationToken cancellation)
    {
        foreach (var column in new[] { options.Columns.Size, options.Columns.Flops }.Where(table.Has))
        {
            var baseline = options with { Predictor = Predictor.Log(column) };
            ObservationalFit fit;
            try
            {
                fit = ObservationalFitter.Fit(table, target, baseline, cancellation);
            }
            catch (InvalidDataException e)
            {
                observer.Note($"No law of {baseline.Predictor}: {Sentence.Of(e)}");
                continue;
            }
            yield return fit;
        }
    }

    private double[] Areas(
        ObservationalFit[] fits, ModelTable table, string target, ObservationalOptions options, double[] shares, IStageObserver observer,
        CancellationToken cancellation) => Array.ConvertAll(fits, fit =>
    {
        var law = options with { Predictor = fit.Law.Predictor };
        var curve = ErrorCurve.Compute(table, target, law, CutoffBy, shares, ThreadCount, cancellation);
        foreach (var failure in curve.Failures) observer.Note($"{fit.Law.Predictor}, share {Sentence.Plain(failure)}");
        return curve.Area;
    });
}
