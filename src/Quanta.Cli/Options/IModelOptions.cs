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

internal interface ICheckpointOptions
{
    [Option("models", MetaValue = "FAMILY", HelpText = "All sizes of a family of models: pythia, pythia-deduped, pythia-v0 or pythia-deduped-v0.")]
    string? Family { get; set; }

    [Option("checkpoints", MetaValue = "WHICH",
        HelpText = "Checkpoints of each model, in the place of its last: all; log, whose steps about double; or steps such as 1000,2000.")]
    string? Checkpoints { get; set; }
}
