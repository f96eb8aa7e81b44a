using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Corpus;

namespace Quanta.Cli.Options;

internal interface ICorpusOptions : IPrefixTokenOptions
{
    [InputPath, Distinct]
    [Option("pile", MetaValue = "PATH",
        HelpText = "The corpus: JSON lines with a `text` each, plain, .gz or .zst (The Pile's format), Parquet or Arrow files, or a folder "
            + "of such; several follow one another.")]
    IEnumerable<string> Piles { get; set; }

    [InputFile]
    [Option("tokenizer", MetaValue = "FILE", HelpText = "tokenizer.json, or vocab.json with merges.txt beside it; default: the one in the model's folder.")]
    string? Tokenizer { get; set; }

    [AtLeast(1)]
    [Option("documents", Default = 200_000, MetaValue = "N", HelpText = "Take the first N documents.")]
    int Documents { get; set; }

    [AtLeast(1)]
    [Option("document-tokens", MetaValue = "N",
        HelpText = "Cut each document to its first N tokens; default: 1024, or as many as the models have positions for where that is fewer.")]
    int? DocumentTokens { get; set; }

    [Option("skip-bad-lines", HelpText = "Leave out lines and rows that cannot be read, and count them, instead of stopping.")]
    bool SkipBadLines { get; set; }

    [Option("field", MetaValue = "NAME",
        HelpText = "The field of each line, or the column, that holds the text, or a column of token ids (input_ids); default: text, and of columns else content, "
            + "raw_content, input_ids, tokens, or the only one of text.")]
    string? Field { get; set; }

    [AtLeast(10), AtMost(31)]
    [Option("zstd-window", Default = 27, MetaValue = "LOG",
        HelpText = "Read .zst files with windows of up to 2^LOG bytes of memory: 31 (2 GiB) for those that zstd --long=31 wrote.")]
    int ZstdWindow { get; set; }

    /// <param name="documentTokens">What each document is cut to where the user does not say.</param>
    CorpusOptions ToCorpusOptions(int documentTokens) =>
        new()
        {
            Documents = Documents,
            TokensPerDocument = DocumentTokens ?? documentTokens,
            SkipBadLines = SkipBadLines,
            Field = Field,
            PrefixToken = PrefixToken,
            MaxZstdWindowLog = ZstdWindow,
        };
}
