using System.Globalization;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;

namespace Quanta.Reporting.Report;

/// <summary>What a report shows of a run that has several of a kind.</summary>
internal static class RunChoices
{
    private const string Labels = "clusters/", Losses = "losses/", Samples = "samples/", Suffix = ".npy";

    /// <summary>The model whose losses the selection read; null where there is no selection.</summary>
    public static string? SelectingModel(IReadOnlyList<StageRecord> stages) =>
        stages.FirstOrDefault(stage => stage.Stage == "selection")?.Inputs.Keys
            .Where(input => input.StartsWith(Losses, StringComparison.Ordinal)).Select(input => input[Losses.Length..^Suffix.Length]).FirstOrDefault();

    /// <summary>The clustering that samples were last written of; else, of the last clusters made, those whose count suits samples best.</summary>
    public static string? Clustering(IReadOnlyList<StageRecord> stages, int points)
    {
        var sampled = stages.LastOrDefault(stage => stage.Stage.StartsWith(Samples, StringComparison.Ordinal));
        if (sampled is not null) return sampled.Stage[Samples.Length..];
        var family = stages.LastOrDefault(stage => stage.Stage.StartsWith(Labels, StringComparison.Ordinal));
        if (family is null) return null;
        var counts = Counts(family).ToList();
        return counts.Count == 0 ? null : $"{family.Stage[Labels.Length..]}-k{SampleOptions.DefaultClusterCount(points, counts)}";
    }

    /// <summary>The stage that made a clustering; null where none did.</summary>
    public static StageRecord? FamilyOf(IReadOnlyList<StageRecord> stages, string clustering) =>
        stages.FirstOrDefault(stage => stage.Artifacts.ContainsKey(RunArtifacts.Clusters(clustering)));

    /// <summary>The cluster counts for which a stage made labels, ascending.</summary>
    public static IEnumerable<int> Counts(StageRecord family) =>
        family.Artifacts.Keys.Select(artifact => CountOf(artifact, family.Stage + "-k")).OfType<int>().Order();

    private static int? CountOf(string artifact, string prefix) =>
        artifact.StartsWith(prefix, StringComparison.Ordinal) && artifact.EndsWith(Suffix, StringComparison.Ordinal)
        && int.TryParse(artifact.AsSpan(prefix.Length, artifact.Length - prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : null;
}
