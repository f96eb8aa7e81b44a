using CommandLine;
using Quanta.Cli.Parsing;

namespace Quanta.Cli.Options;

internal interface IRawTokenOptions
{
    [InputFile]
    [Option("tokens", MetaValue = "FILE", HelpText = "Instead of a run folder: token ids as .npy, int32 [T] or [documents, T].")]
    string? Tokens { get; set; }
}
