using System.Text.Json.Nodes;

namespace Quanta.Reporting.Report;

/// <summary>What the report shows of a run.</summary>
public sealed record ReportOptions
{
    /// <summary>The clustering whose clusters are shown, e.g. "spectral-angular-k400"; null takes the one whose samples the run has.</summary>
    public string? Clustering { get; init; }

    /// <summary>How many tokens before the target are shown.</summary>
    public int ContextTokens { get; init; } = 60;

    /// <summary>How many samples of each cluster, spread over its members; fewer where the page would grow beyond <see cref="MostBytes"/>.</summary>
    public int PerCluster { get; init; } = 10;

    /// <summary>How large the page may become with its samples, in bytes; charts and tables are there in any case.</summary>
    public int MostBytes { get; init; } = 4_800_000;

    internal JsonObject ToJson(string? clustering) => new()
    {
        ["clustering"] = clustering,
        ["context_tokens"] = ContextTokens,
        ["per_cluster"] = PerCluster,
        ["most_bytes"] = MostBytes,
    };

    internal void Validate()
    {
        if (ContextTokens < 0) throw new ArgumentException($"The context must be at least 0 tokens, but it is {ContextTokens}.");
        if (PerCluster < 1) throw new ArgumentException($"At least 1 sample of each cluster must be shown, but {PerCluster} were asked for.");
    }
}
