using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Discovery;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;

namespace Quanta.Cli.Options;

internal interface ICorpusOptions : ICorpusFileOptions, IPrefixTokenOptions, IWindowOptions
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
        HelpText = "Cut each document to its first N tokens; default: 1024, or as many as the models have positions for where that is fewer; with --window-stride: not at all.")]
    int? DocumentTokens { get; set; }

    /// <summary>What is taken where models are known that will read it.</summary>
    CorpusOptions ToCorpusOptions(IReadOnlyList<ModelFolder> models, IStageObserver observer) => ToCorpusOptions(WindowStride is null
        ? DocumentLength.For(models, DocumentTokens, "--document-tokens", observer)
        : DocumentLength.For(models, Window, "--window", observer));

    /// <param name="tokensAtOnce">What each document is cut to where the user does not say, or what a window holds.</param>
    CorpusOptions ToCorpusOptions(int tokensAtOnce) => ToFileOptions() with
    {
        Documents = Documents,
        TokensPerDocument = WindowStride is null ? DocumentTokens ?? tokensAtOnce : DocumentTokens,
        Windows = ToWindows(Window ?? tokensAtOnce),
        PrefixToken = PrefixToken,
    };
}
