using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Verbs;
using Quanta.Formats.Text;
using Quanta.LanguageModels.Tokenization.Training;

namespace Quanta.Cli.Corpus;

[Verb("vocabulary", HelpText = "Train a byte-level BPE tokenizer on a corpus.")]
internal sealed class VocabularyVerb : Verb
{
    [Option("pile", MetaValue = "FILE", HelpText = "The corpus: JSON lines with a `text` each, plain, .gz or .zst.")]
    public string? Pile { get; set; }

    [Option("entries", Default = 4096, MetaValue = "N", HelpText = "Entries of the vocabulary, special tokens and bytes included.")]
    public int Entries { get; set; }

    [Option("out", MetaValue = "FILE", HelpText = "The tokenizer.json to write.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        var (pile, path) = (Require.Option(Pile, "--pile", "the corpus to learn from"), Require.Option(Out, "--out", "the tokenizer.json to write"));
        var texts = JsonLines.ReadField(pile, "text").Select(field => field.Require());
        var vocabulary = BytePairTrainer.Train(texts, new BytePairOptions { VocabularySize = Entries }, context.Cancellation);
        TokenizerFileWriter.Write(path, vocabulary);
        new Results(context.Terminal.Output, Json).Add("tokenizer", path).Add("entries", vocabulary.Entries.Count).Add("merges", vocabulary.Merges.Count).Write();
    }
}
