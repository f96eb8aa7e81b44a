using CommandLine;
using Quanta.Cli.Parsing;

namespace Quanta.Cli.Options;

internal interface IRunOptions
{
    [OutputFolder]
    [Option("run", MetaValue = "DIR", HelpText = "The run folder: finished work in it is not done again, unfinished work goes on.")]
    string? Run { get; set; }
}
