using CommandLine;

namespace Quanta.Cli.Options;

internal interface IRunOptions
{
    [Option("run", MetaValue = "DIR", HelpText = "The run folder: finished work in it is not done again, unfinished work goes on.")]
    string? Run { get; set; }
}
