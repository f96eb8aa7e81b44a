using CommandLine;

namespace Quanta.Cli.Options;

internal interface IRawTokenOptions
{
    [Option("tokens", MetaValue = "FILE", HelpText = "Instead of a run folder: token ids as .npy, int32 [T] or [documents, T].")]
    string? Tokens { get; set; }
}
