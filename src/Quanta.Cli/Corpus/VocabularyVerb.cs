using CommandLine;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Corpus;
using Quanta.LanguageModels.Tokenization.Training;

namespace Quanta.Cli.Corpus;

[Verb("vocabulary", HelpText = "Train a byte-level BPE tokenizer on a corpus.")]
internal sealed class VocabularyVerb : Verb, ICorpusFileOptions
{
    [InputPath, Distinct]
    [Option("pile", MetaValue = "PATH",
        HelpText = "The corpus: JSON lines with a `text` each, plain, .gz or .zst, Parquet or Arrow files, or a folder of such; several follow one another.")]
    public IEnumerable<string> Piles { get; set; } = [];

    public string? Field { get; set; }

    public bool SkipBadLines { get; set; }

    public int ZstdWindow { get; set; }

    [AtLeast(256)]
    [Option("entries", Default = 4096, MetaValue = "N", HelpText = "Entries of the vocabulary, special tokens and bytes included.")]
    public int Entries { get; set; }

    [OutputFile]
    [Option("out", MetaValue = "FILE", HelpText = "The tokenizer.json to write.")]
    public string? Out { get; set; }

    public override void Execute(VerbContext context)
    {
        Require.That(Piles.Any(), "--pile is required: the corpus to learn from.");
        var path = Require.Option(Out, "--out", "the tokenizer.json to write");
        var observer = context.Terminal.Observer(Quiet);
        var texts = CorpusTexts.Of(Piles, ((ICorpusFileOptions)this).ToFileOptions(), Computation(observer).MemoryBytes / 2, observer, context.Cancellation);
        var vocabulary = BytePairTrainer.Train(texts, new BytePairOptions { VocabularySize = Entries }, context.Cancellation);
        TokenizerFileWriter.Write(path, vocabulary);
        new Results(context.Terminal.Output, Json).Add("tokenizer", path).Add("entries", vocabulary.Entries.Count).Add("merges", vocabulary.Merges.Count).Write();
    }
}
