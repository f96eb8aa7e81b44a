using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.Discovery.Runs;

namespace Quanta.Discovery.Samples;

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
