using CommandLine;
using Quanta.Discovery.Selection;

namespace Quanta.Cli.Options;

internal interface ISelectionOptions
{
    [Option("threshold", Default = 0.1, MetaValue = "NATS", HelpText = "Select predictions with a loss below this, in nats.")]
    double Threshold { get; set; }

    [Option("keep-inducible", HelpText = "Also select tokens that end a trigram seen earlier in their document.")]
    bool KeepInducible { get; set; }

    [Option("stride", MetaValue = "N", HelpText = "Take every Nth (published: 50); default: as spreads --count over the whole corpus.")]
    int? Stride { get; set; }

    [Option("count", Default = 10_000, MetaValue = "N", HelpText = "Select at most N predictions.")]
    int Count { get; set; }

    SelectionOptions ToSelectionOptions() => new() { ThresholdNats = Threshold, DropInducible = !KeepInducible, Stride = Stride, Count = Count };
}
