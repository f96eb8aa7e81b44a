using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Losses;
using Quanta.LanguageModels;

namespace Quanta.Cli.Options;

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
