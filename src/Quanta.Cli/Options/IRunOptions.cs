using CommandLine;
using Quanta.Cli.Parsing;

namespace Quanta.Cli.Options;

internal interface IRunOptions
{
    [OutputFolder]
    [Option("run", MetaValue = "DIR", HelpText = "The run folder: finished work in it is not done again, unfinished work goes on.")]
    string? Run { get; set; }
}

internal interface ISampleOptions
{
    [AtLeast(0)]
    [Option("context", Default = 60, MetaValue = "N", HelpText = "Show N tokens before the target.")]
    int Context { get; set; }

    [AtLeast(1)]
    [Option("per-cluster", Default = 10, MetaValue = "N", HelpText = "Show N samples of each cluster, spread over its members.")]
    int PerCluster { get; set; }
}
