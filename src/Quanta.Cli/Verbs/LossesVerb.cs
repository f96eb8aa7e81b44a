using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Runs;
using Quanta.Formats.Numpy;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tokenization;
using Quanta.Reporting.Report;

namespace Quanta.Cli.Verbs;

[Verb("losses", HelpText = "Compute per-token losses (nats; the mean also in bits per byte) of one or several models and checkpoints.")]
internal sealed class LossesVerb : Verb, IModelOptions, ICheckpointOptions, IRunOptions, IRawTokenOptions, IWindowOptions
{
    public IEnumerable<string> Models { get; set; } = [];

    public string? Family { get; set; }

    public string? Checkpoints { get; set; }

    public string? Run { get; set; }

    public string? Tokens { get; set; }

    public int? Window { get; set; }

    public int? WindowStride { get; set; }

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
        RawWindows.Refuse(this);
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
        results.Add(RunArtifacts.WindowsOf(session.Folder)).Write();
    }

    private void OnArrays(VerbContext context)
    {
        var model = Require.Model(Models, "the checkpoint");
        var output = Require.Option(Out, "--out", "where the losses go");
        var observer = context.Terminal.Observer(Quiet);
        var losses = LossStage.Compute(model, RawWindows.Read(Tokens!, this, model, observer), Computation(observer), observer, context.Cancellation);
        Npy.Write<float>(output, losses, losses.Length);
    }
}

/// <summary>Token ids mean the same to a corpus and to the models that read it, or every loss is noise.</summary>
internal static class SameTokenizer
{
    /// <summary>Compares the models' tokenizers with that of a run's corpus.</summary>
    /// <exception cref="InvalidDataException">One differs.</exception>
    public static void Require(RunFolder folder, IEnumerable<ModelFolder> models)
    {
        var tokenizer = folder.PathOf(RunArtifacts.Tokenizer);
        if (File.Exists(tokenizer)) Require(tokenizer, models);
    }

    /// <summary>Compares the models' tokenizers with a tokenizer.json; a model without one of its own passes.</summary>
    /// <exception cref="InvalidDataException">One differs.</exception>
    public static void Require(string tokenizer, IEnumerable<ModelFolder> models)
    {
        foreach (var model in models.Where(model => File.Exists(model.TokenizerPath)))
        {
            if (TokenizerComparison.DifferenceOf(model.TokenizerPath, tokenizer) is not { } difference) continue;
            throw new InvalidDataException(
                $"The corpus must be cut by the tokenizer of {model.Name}, but {model.TokenizerPath} (here) is not {tokenizer} (there): {difference}. Every loss "
                + "would be noise. Cut the corpus anew with this model's tokenizer, in a run folder of its own.");
        }
    }
}
