using CommandLine;
using Quanta.Cli.Parsing;

namespace Quanta.Cli.Options;

internal interface IModelOptions
{
    [Distinct]
    [Option("model", MetaValue = "DIR",
        HelpText = "One or several checkpoints: folders with config.json and weights, folders of these, or OWNER/NAME@REVISION in the Hugging Face cache.")]
    IEnumerable<string> Models { get; set; }
}
