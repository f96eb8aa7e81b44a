using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.LanguageModels;

namespace Quanta.Cli.Options;

/// <summary>How documents are read that are longer than what is read at once: not cut, but in windows.</summary>
internal interface IWindowOptions
{
    [AtLeast(1)]
    [Option("window-stride", MetaValue = "S",
        HelpText = "Keep documents whole and read them in windows, each S tokens further on; each token is scored once, from at least W - S + 1 before it.")]
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
