using CommandLine;
using Quanta.Discovery.Similarity;

namespace Quanta.Cli.Options;

internal enum SimilarityMethod
{
    Exact,
    Sketch,
}

internal interface ISimilarityOptions
{
    [Option("absolute", HelpText = "Also compute the similarity of the gradients' absolute values.")]
    bool Absolute { get; set; }

    [Option("exclude", Separator = ',', Default = new[] { "layernorm", "embed" }, MetaValue = "NAMES",
        HelpText = "Leave parameters whose name contains one of these out of the gradient.")]
    IEnumerable<string> ExcludedNames { get; set; }

    [Option("method", Default = SimilarityMethod.Exact, MetaValue = "METHOD", HelpText = "How cosines are computed: exact, or estimated from a sketch of each gradient with a measured error.")]
    SimilarityMethod Method { get; set; }

    [Option("dimensions", Default = 65_536, MetaValue = "N", HelpText = "Length of a sketch; the error of a cosine is about 1 / sqrt(N).")]
    int Dimensions { get; set; }

    SimilarityOptions ToSimilarityOptions() => new()
    {
        Absolute = Absolute,
        ExcludedNames = [.. ExcludedNames],
        Sketch = Method == SimilarityMethod.Sketch ? new SketchOptions { Dimensions = Dimensions } : null,
    };
}
