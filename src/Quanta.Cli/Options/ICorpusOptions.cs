using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;
using Quanta.LanguageModels;
using Quanta.LanguageModels.Tokenization;

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

/// <summary>What comes before each text that is cut into tokens.</summary>
internal interface IPrefixTokenOptions
{
    [Option("prefix-token", MetaValue = "TOKEN",
        HelpText = "The token before each text, context only and never scored: none, bos, or its id; default: what the tokenizer's post-processor says.")]
    string? PrefixToken { get; set; }

    /// <exception cref="UsageException">It is none of these.</exception>
    void Check() => Require.That(PrefixToken is null || DocumentEncoder.IsPrefixToken(PrefixToken),
        $"--prefix-token must be {DocumentEncoder.None}, {DocumentEncoder.Bos} or the id of a token, but it is \"{PrefixToken}\".");
}

/// <summary>How documents are read that are longer than what is read at once: not cut, but in windows.</summary>
internal interface IWindowOptions
{
    [AtLeast(1)]
    [Option("window-stride", MetaValue = "S",
        HelpText = "Keep documents whole and read them in windows, each S tokens further on; each token is scored once, from at least W - S + 1 before it. losses and similarity know it as --stride, too.")]
    int? WindowStride { get; set; }

    [AtLeast(1)]
    [Option("window", MetaValue = "W", HelpText = "With --window-stride: the tokens of a window; default: 1024, or as many as the models have positions for where that is fewer.")]
    int? Window { get; set; }

    /// <summary>Fails where a window has no stride, or is shorter than it.</summary>
    void CheckWindows()
    {
        Require.That(Window is null || WindowStride is not null, "--window needs --window-stride, which says how far each window is from the one before it.");
        Require.That(!(WindowStride > Window), $"--window-stride must be at most --window, which is {Window}, but it is {WindowStride}.");
    }

    /// <summary>The windows that were asked for, or null.</summary>
    /// <param name="tokens">What they hold.</param>
    ContextWindows? ToWindows(int tokens)
    {
        Require.That(!(WindowStride > tokens), $"--window-stride must be at most the {tokens} tokens of a window, but it is {WindowStride}.");
        return WindowStride is { } stride ? new ContextWindows(tokens, stride) : null;
    }
}

internal interface IRawTokenOptions
{
    [InputFile]
    [Option("tokens", MetaValue = "FILE", HelpText = "Instead of a run folder: token ids as .npy, int32 [T] or [documents, T].")]
    string? Tokens { get; set; }
}

/// <summary>The windows of verbs that work on plain arrays, or on a run folder, whose corpus has its own.</summary>
internal static class RawWindows
{
    /// <summary>The documents of --tokens, read in the windows that were asked for.</summary>
    public static TokenDocuments Read(string path, IWindowOptions options, ModelFolder model, IStageObserver observer)
    {
        var documents = RawTokens.Read(path);
        return options.WindowStride is null ? documents : documents.Read(options.ToWindows(DocumentLength.For([model], options.Window, "--window", observer)));
    }

    /// <summary>Fails where windows are asked for of a run.</summary>
    public static void Refuse(IWindowOptions options) => Require.That(options.WindowStride is null,
        "--window-stride belongs to --tokens here: the documents of a run are read as its corpus says, so that all its stages see the same. "
        + "Give it to `quanta tokenize` or `quanta cluster`, in a new run folder.");
}
