using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Corpus;

namespace Quanta.Cli.Options;

/// <summary>How the files of a corpus are read, whatever is done with their documents.</summary>
internal interface ICorpusFileOptions
{
    [Option("field", MetaValue = "NAME",
        HelpText = "The field of each line, or the column, that holds the text, or a column of token ids (input_ids); default: text, and of columns else content, "
            + "raw_content, input_ids, tokens, or the only one of text.")]
    string? Field { get; set; }

    [Option("skip-bad-lines", HelpText = "Leave out lines and rows that cannot be read, and count them, instead of stopping.")]
    bool SkipBadLines { get; set; }

    [AtLeast(10), AtMost(31)]
    [Option("zstd-window", Default = 27, MetaValue = "LOG",
        HelpText = "Read .zst files with windows of up to 2^LOG bytes of memory: 31 (2 GiB) for those that zstd --long=31 wrote.")]
    int ZstdWindow { get; set; }

    /// <summary>All documents of the files, whole.</summary>
    CorpusOptions ToFileOptions() => new()
    {
        Documents = int.MaxValue,
        TokensPerDocument = null,
        SkipBadLines = SkipBadLines,
        Field = Field,
        MaxZstdWindowLog = ZstdWindow,
    };
}
