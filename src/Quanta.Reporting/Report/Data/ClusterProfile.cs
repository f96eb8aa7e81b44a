using Quanta.Discovery.Samples;

namespace Quanta.Reporting.Report;

/// <summary>What the members of a cluster have in common.</summary>
internal sealed record ClusterProfile
{
    /// <summary>The place by size, 0 the largest.</summary>
    public required int Rank { get; init; }

    /// <summary>The row of each member in the similarity matrix, ascending.</summary>
    public required IReadOnlyList<int> Members { get; init; }

    /// <summary>Of the targets, in nats.</summary>
    public required double MeanLoss { get; init; }

    /// <summary>The most frequent target.</summary>
    public required string Token { get; init; }

    /// <summary>Its share of the members.</summary>
    public required double TokenShare { get; init; }

    /// <summary>The most frequent kind of text; null where the corpus does not say.</summary>
    public required string? Kind { get; init; }

    public required double KindShare { get; init; }

    /// <summary>The documents that members come from.</summary>
    public required int Documents { get; init; }

    /// <summary>Profiles every cluster, by rank.</summary>
    public static IReadOnlyList<ClusterProfile> All(RunContents run) => [.. Enumerable.Range(0, run.Clusters!.Count).Select(rank => Of(run, rank))];

    private static ClusterProfile Of(RunContents run, int rank)
    {
        var clusters = run.Clusters!;
        var members = clusters.Members(rank);
        var label = clusters.Label(rank);
        var samples = SamplePicker.Spread(clusters, rank, members.Count).Select(member => run.Samples!.Read(member, label, before: 0)).ToList();
        var (token, tokens) = Commonest(samples.Select(sample => sample.Context.TargetText));
        var (kind, kinds) = Commonest(samples.Select(sample => sample.Kind));
        return new ClusterProfile
        {
            Rank = rank,
            Members = members,
            MeanLoss = samples.Average(sample => (double)sample.Loss),
            Token = token!,
            TokenShare = (double)tokens / samples.Count,
            Kind = kind,
            KindShare = (double)kinds / samples.Count,
            Documents = samples.Select(sample => sample.Document).Distinct().Count(),
        };
    }

    // Of equally frequent ones, the one that comes first.
    private static (string? Value, int Count) Commonest(IEnumerable<string?> values) =>
        values.GroupBy(value => value).Select(group => (group.Key, group.Count())).MaxBy(pair => pair.Item2);
}
