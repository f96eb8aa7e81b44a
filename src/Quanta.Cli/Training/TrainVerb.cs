using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Training;

namespace Quanta.Cli.Training;

[Verb("train", HelpText = "Train a model, or a ladder of them, on a corpus.")]
internal sealed class TrainVerb : ModelTrainingVerb, ICorpusFileOptions, IPrefixTokenOptions
{
    [InputFile]
    [Value(0, MetaName = "LADDER", HelpText = "A ladder definition, e.g. experiments/ladder/ladder.json; without one, the options describe one model.")]
    public string? Ladder { get; set; }

    [Option("only", Separator = ',', MetaValue = "NAMES", HelpText = "With LADDER: train these models only.")]
    public IEnumerable<string> Only { get; set; } = [];

    [InputPath]
    [Option("corpus", MetaValue = "PATH", HelpText = "Documents to train on: JSON lines with a `text` each, plain, .gz or .zst, Parquet or Arrow, or a folder of such files.")]
    public string? Corpus { get; set; }

    [InputPath]
    [Option("test", MetaValue = "PATH", HelpText = "Documents to measure the test loss on, in the same format.")]
    public string? Test { get; set; }

    [InputFile]
    [Option("tokenizer", MetaValue = "FILE", HelpText = "The tokenizer.json; `quanta corpus vocabulary` makes one.")]
    public string? Tokenizer { get; set; }

    public string? Field { get; set; }

    public bool SkipBadLines { get; set; }

    public int ZstdWindow { get; set; }

    public string? PrefixToken { get; set; }

    [OutputFolder]
    [Option("out", MetaValue = "DIR", HelpText = "The folder of the model; with LADDER, the folder of all models.")]
    public string? Out { get; set; }

    [Option("float32", HelpText = "Write models as float32 instead of float16.")]
    public bool Float32 { get; set; }

    public override void Execute(VerbContext context)
    {
        var corpus = Require.Option(Corpus, "--corpus", "the documents to train on; `quanta corpus dotnet-docs` makes some");
        var tokenizer = Require.Option(Tokenizer, "--tokenizer", "the tokenizer.json; `quanta corpus vocabulary` makes one");
        var folder = Require.Option(Out, "--out", "the folder to write to");
        var observer = context.Terminal.Observer(Quiet);
        var job = new TrainingJob(observer, Computation(observer), Float32 ? TensorType.Float32 : TensorType.Float16, context.Cancellation);
        var rungs = Ladder is null ? [ToRung(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)))] : Chosen(LadderFile.Read(Ladder));
        var texts = job.ReadCorpus(corpus, Test, tokenizer, ((ICorpusFileOptions)this).ToFileOptions() with { PrefixToken = PrefixToken });
        var results = new Results(context.Terminal.Output, Json);
        foreach (var rung in rungs) job.Train(rung, Ladder is null ? folder : Path.Combine(folder, rung.Name), texts, results);
        results.Write();
    }

    private List<LadderRung> Chosen(LadderDefinition ladder)
    {
        var names = Only.ToList();
        var unknown = names.FirstOrDefault(name => ladder.Models.All(rung => rung.Name != name));
        Require.That(unknown is null, $"--only names \"{unknown}\", but {Ladder} has {string.Join(", ", ladder.Models.Select(rung => rung.Name))}.");
        return [.. ladder.Models.Where(rung => names.Count == 0 || names.Contains(rung.Name))];
    }
}

/// <summary>A verb that trains a model: its sizes and how it is trained.</summary>
internal abstract class ModelTrainingVerb : Verb
{
    [Option("architecture", Default = "gpt_neox", MetaValue = "TYPE", HelpText = "The family: gpt_neox, llama or gpt_neo.")]
    public string Architecture { get; set; } = "gpt_neox";

    [AtLeast(1)]
    [Option("hidden", Default = 64, MetaValue = "N", HelpText = "Hidden size.")]
    public int Hidden { get; set; }

    [AtLeast(1)]
    [Option("layers", Default = 4, MetaValue = "N", HelpText = "Layers.")]
    public int Layers { get; set; }

    [AtLeast(1)]
    [Option("heads", Default = 4, MetaValue = "N", HelpText = "Attention heads.")]
    public int Heads { get; set; }

    [AtLeast(1)]
    [Option("train-tokens", Default = 8_000_000L, MetaValue = "N", HelpText = "Predictions to train on, rounded up to whole batches.")]
    public long Tokens { get; set; }

    [AtLeast(1)]
    [Option("batch", Default = 8192, MetaValue = "N", HelpText = "Predictions a step.")]
    public int Batch { get; set; }

    [AtLeast(1)]
    [Option("context", Default = 512, MetaValue = "N", HelpText = "The longest window, and the positions of the model.")]
    public int Context { get; set; }

    [Above(0)]
    [Option("learning-rate", Default = 2e-3, MetaValue = "RATE", HelpText = "The highest learning rate.")]
    public double LearningRate { get; set; }

    [AtLeast(0)]
    [Option("warm-up", Default = 50, MetaValue = "N", HelpText = "Steps over which the learning rate rises.")]
    public int WarmUp { get; set; }

    [AtLeast(0)]
    [Option("weight-decay", Default = 0.1, MetaValue = "RATE", HelpText = "AdamW's decoupled decay of matrices.")]
    public double WeightDecay { get; set; }

    [AtLeast(0)]
    [Option("checkpoint-ratio", Default = 2.0, MetaValue = "R", HelpText = "Write checkpoints after 1, R, R^2, ... steps; 0: only the final model.")]
    public double CheckpointRatio { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Seed of the first weights and the batches.")]
    public ulong Seed { get; set; }

    protected override void Validate()
    {
        base.Validate();
        Require.That(CheckpointRatio is 0 or > 1, $"--checkpoint-ratio must be above 1, or 0 for no checkpoints, but it is {CheckpointRatio}.");
        Require.That(Hidden % Heads == 0, $"--hidden must be a multiple of --heads, but they are {Hidden} and {Heads}.");
    }

    protected LadderRung ToRung(string name) => new()
    {
        Name = name,
        Architecture = Architecture,
        Hidden = Hidden,
        Layers = Layers,
        Heads = Heads,
        Context = Context,
        CheckpointRatio = CheckpointRatio == 0 ? null : CheckpointRatio,
        Training = new TrainingOptions
        {
            Steps = (int)Math.Min(int.MaxValue, (Tokens + Batch - 1) / Math.Max(1, Batch)),
            TokensPerStep = Batch,
            ContextTokens = Context,
            LearningRate = LearningRate,
            WarmUpSteps = WarmUp,
            WeightDecay = WeightDecay,
            Seed = Seed,
        },
    };
}
