using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Runs;

namespace Quanta.Discovery.Samples;

/// <summary>Chooses members of clusters to be read by people.</summary>
public static class SamplePicker
{
    /// <summary>Members evenly spread over a cluster; all of them when there are no more than <paramref name="wanted"/>.</summary>
    /// <remarks>Members stand in corpus order, so spread members come from different parts of the corpus.</remarks>
    public static IReadOnlyList<SampledMember> Spread(Clustering clustering, int rank, int wanted)
    {
        var size = clustering.Members(rank).Count;
        var members = size <= wanted ? Enumerable.Range(0, size) : Enumerable.Range(0, wanted).Select(i => (int)((long)i * size / wanted));
        return Named(clustering, rank, members);
    }

    /// <summary>The named members of a cluster, numbered from 0 in corpus order.</summary>
    /// <exception cref="ArgumentException">There is no such cluster or member.</exception>
    public static IReadOnlyList<SampledMember> Named(Clustering clustering, int rank, IEnumerable<int> members)
    {
        var points = clustering.Members(rank);
        return [.. members.Select(member => member >= 0 && member < points.Count
            ? new SampledMember(rank, member, points[member])
            : throw new ArgumentException($"Cluster {rank} has no sample {member}: it has {points.Count}, numbered from 0.", nameof(members)))];
    }
}

/// <param name="Rank">The cluster, by size.</param>
/// <param name="Number">The member's number in the cluster, in corpus order.</param>
/// <param name="Point">Its row of the similarity matrix.</param>
public readonly record struct SampledMember(int Rank, int Number, int Point);

/// <summary>Which text samples of a clustering are shown.</summary>
public sealed record SampleOptions
{
    private const int PublishedClusterCount = 400;

    /// <summary>The clustering, as its file is called without .npy, e.g. "spectral-angular-k400".</summary>
    public required string Clustering { get; init; }

    /// <summary>How many tokens before the target are shown.</summary>
    public int ContextTokens { get; init; } = 60;

    /// <summary>How many samples of each cluster, spread over its members.</summary>
    public int PerCluster { get; init; } = 10;

    /// <summary>As it stands in run.json.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, RunJson.Default.SampleOptions)!.AsObject();

    /// <summary>The cluster count whose samples are shown when none is named: of those at hand the nearest to the published 400, or to 10 tokens a cluster
    /// where that is fewer.</summary>
    public static int DefaultClusterCount(int points, IReadOnlyList<int> counts) => counts.MinBy(k => Math.Abs(k - Math.Min(PublishedClusterCount, points / 10)));
}
