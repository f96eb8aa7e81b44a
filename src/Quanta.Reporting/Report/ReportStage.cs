using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;

namespace Quanta.Reporting.Report;

/// <summary>The page of a run: reads whatever the run folder has, writes report.html.</summary>
public static class ReportStage
{
    public const string Artifact = "report.html";

    internal const string Name = "report";

    /// <summary>Writes the page, unless it is there and shows all that the run has.</summary>
    /// <exception cref="InvalidDataException">The run has no such clustering, or an artifact cannot be read.</exception>
    public static void Run(RunSession session, ReportOptions options)
    {
        options.Validate();
        var run = new RunContents(session.Folder, options.Clustering);
        var inputs = run.Stages.SelectMany(stage => stage.Artifacts).ToDictionary(artifact => artifact.Key, artifact => artifact.Value);
        foreach (var stated in run.Stages.Where(stated => stated.Facts is not null))
            inputs[$"facts of {stated.Stage}"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stated.Facts!.ToJsonString())));
        var stage = new StageDefinition(Name, options.ToJson(run.ClusteringName), inputs, [Artifact]) { IsView = true };
        StageRunner.Run(session, stage, () =>
        {
            using var progress = session.Observer.Begin("report", 1, "page");
            AtomicFile.WriteText(session.Folder.PathOf(Artifact), ReportPage.Write(run, options, session.Computation.Threads, session.Cancellation));
            progress.Advance(1);
        });
    }
}

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
