using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Losses;
using Quanta.Reporting.Report;

namespace Quanta.Cli.Verbs;

[Verb("losses", HelpText = "Compute per-token losses (nats; the mean also in bits per byte) of one or several models and checkpoints.")]
internal sealed class LossesVerb : Verb, IModelOptions, ICheckpointOptions, IRunOptions, IRawTokenOptions
{
    public IEnumerable<string> Models { get; set; } = [];

    public string? Family { get; set; }

    public string? Checkpoints { get; set; }

    public string? Run { get; set; }

    public string? Tokens { get; set; }

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "With --tokens: where the losses go, float32 [predictions].")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        Models = ModelPaths.Expand(Models, this);
        Require.That(Models.Any(), "--model is required: the folder of a checkpoint, or a name in the Hugging Face cache.");
        if (Tokens is null) OnRunFolder(context);
        else OnArrays(context);
    }

    private void OnRunFolder(VerbContext context)
    {
        using var session = Session(context, RunFolder.OpenExisting(Require.Option(Run, "--run", "the run folder with the corpus, or --tokens and --out")));
        var models = Require.Models(Models);
        SameTokenizer.Require(session.Folder, models);
        var results = new Results(context.Terminal.Output, Json);
        var bytes = RunBytes.Of(session.Folder, RunArtifacts.ReadCorpus(session.Folder));
        foreach (var model in models)
        {
            var report = LossStage.Run(session, model);
            results.Add(model.Name, report.MeanNats);
            if (bytes > 0) results.Add($"{model.Name} bits per byte", TargetBytes.BitsPerByte(report.MeanNats, report.Predictions, bytes));
        }
        results.Write();
    }

    private void OnArrays(VerbContext context)
    {
        var model = Require.Model(Models, "the checkpoint");
        var output = Require.Option(Out, "--out", "where the losses go");
        var observer = context.Terminal.Observer(Quiet);
        var losses = LossStage.Compute(model, RawTokens.Read(Tokens!), Computation(observer), observer, context.Cancellation);
        Npy.Write<float>(output, losses, losses.Length);
    }
}
