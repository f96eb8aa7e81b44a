using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Discovery.Neighbours;

namespace Quanta.Cli.Options;

internal interface INeighbourOptions
{
    [AtLeast(1)]
    [Option("neighbours", MetaValue = "K",
        HelpText = "Find the K nearest neighbours of each token instead of a matrix of all pairs, as for 100,000 tokens and more.")]
    int? Neighbours { get; set; }

    [Option("search", MetaValue = "WAY",
        HelpText = "How neighbours are sought: exact (all pairs), or cells, nearly all in a small part of the time, with the recall measured; default: exact up to 30,000 tokens.")]
    NeighbourSearch? Search { get; set; }

    [AtLeast(1)]
    [Option("partitions", Default = 12, MetaValue = "N", HelpText = "--search cells: divide the tokens N times; more find more.")]
    int Partitions { get; set; }

    /// <param name="points">n.</param>
    /// <param name="seed">Names the partitions.</param>
    NeighbourSearchOptions ToSearchOptions(int points, ulong seed) => new()
    {
        Neighbours = Neighbours ?? throw new UsageException("--neighbours is required: how many nearest neighbours of each token."),
        Search = Search ?? NeighbourSearchOptions.SearchFor(points),
        Partitions = Partitions,
        Seed = seed,
    };
}
