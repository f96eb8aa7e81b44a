using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Formats.Tensors;
using Quanta.LanguageModels.Training;

namespace Quanta.Cli.Training;

[Verb("train", HelpText = "Train a GPT-NeoX model, or a ladder of them, on a corpus.")]
internal sealed class TrainVerb : ModelTrainingVerb, IPrefixTokenOptions
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
        var texts = job.ReadCorpus(corpus, Test, tokenizer, PrefixToken);
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
