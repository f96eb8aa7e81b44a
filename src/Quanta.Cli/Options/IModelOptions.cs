using CommandLine;
using Quanta.Cli.Parsing;

namespace Quanta.Cli.Options;

internal interface IModelOptions
{
    [Distinct]
    [Option("model", MetaValue = "DIR", HelpText = "One or several checkpoints: folders with config.json and weights, or folders of such folders.")]
    IEnumerable<string> Models { get; set; }
}
