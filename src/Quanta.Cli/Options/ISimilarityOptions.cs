using CommandLine;
using Quanta.Discovery.Similarity;

namespace Quanta.Cli.Options;

internal interface ISimilarityOptions
{
    [Option("absolute", HelpText = "Also compute the similarity of the gradients' absolute values.")]
    bool Absolute { get; set; }

    [Option("exclude", Separator = ',', Default = new[] { "layernorm", "embed" }, MetaValue = "NAMES",
        HelpText = "Leave parameters whose name contains one of these out of the gradient.")]
    IEnumerable<string> ExcludedNames { get; set; }

    SimilarityOptions ToSimilarityOptions() => new() { Absolute = Absolute, ExcludedNames = [.. ExcludedNames] };
}
