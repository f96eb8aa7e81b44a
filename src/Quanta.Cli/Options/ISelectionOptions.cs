using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Selection;

namespace Quanta.Cli.Options;

internal interface ISelectionOptions
{
    [Above(0)]
    [Option("threshold", Default = 0.1, MetaValue = "NATS", HelpText = "Select predictions with a loss below this, in nats.")]
    double Threshold { get; set; }

    [Option("keep-inducible", HelpText = "Also select tokens that end a trigram seen earlier in their document.")]
    bool KeepInducible { get; set; }

    [AtLeast(1)]
    [Option("stride", MetaValue = "N", HelpText = "Take every Nth (published: 50); default: as spreads --count over the whole corpus.")]
    int? Stride { get; set; }

    [AtLeast(1)]
    [Option("count", MetaValue = "N", HelpText = "Select at most N predictions; default: 10,000, or 1,500 with the embedded models.")]
    int? Count { get; set; }

    /// <param name="count">How many are selected where the user does not say; null: the published number.</param>
    SelectionOptions ToSelectionOptions(int? count = null)
    {
        var options = new SelectionOptions { ThresholdNats = Threshold, DropInducible = !KeepInducible, Stride = Stride };
        return options with { Count = Count ?? count ?? options.Count };
    }
}
