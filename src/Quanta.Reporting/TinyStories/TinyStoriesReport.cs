using System.Globalization;
using Quanta.Discovery.TinyStories;
using Quanta.Formats.Files;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Rendering;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.TinyStories;

/// <summary>The results of an experiment on stories as files: tables, figure 14 as a picture and as LaTeX, texts, and sizes by rank.</summary>
public static class TinyStoriesReport
{
    /// <summary>Writes every file; earlier ones of the same name are replaced.</summary>
    /// <param name="folder">Made where it is not.</param>
    /// <param name="result">What was run.</param>
    /// <param name="known">Published figures to compare with; null where the files are not the published ones.</param>
    /// <param name="findings">What the clusters are.</param>
    public static void Write(string folder, TinyStoriesResult result, KnownFigures? known, TinyStoriesFindings findings)
    {
        Directory.CreateDirectory(folder);
        void Text(string name, string text) => AtomicFile.WriteText(Path.Combine(folder, name), text);
        foreach (var (name, csv) in TinyStoriesTables.All(result, known, findings)) Text(name, csv);
        if (findings.Shown.Count > 0) Text("figure-14.svg", Figure14(result, known is not null, findings).ToSvg(new SvgOptions { Id = "figure-14" }));
        foreach (var (cluster, samples) in findings.Shown)
        {
            var contexts = samples.Select(sample => sample.Context).ToList();
            Text(Name(cluster, "tex"), LatexSamples.Cluster(contexts, LatexEscaping.Complete));
            Text(Name(cluster, "txt"), PlainTextSamples.Of(contexts) + "\n");
        }
        Sizes(result, findings).Save(folder, "sizes");
    }

    /// <summary>Figure 14 from a run of ours: samples of the clusters nearest to the skills of the published four.</summary>
    public static SampleFigure Figure14(TinyStoriesResult result, bool isPublishedModel, TinyStoriesFindings findings) => new(
        $"Clusters of {result.Model}, after figure 14",
        Invariant($"A run of ours{(isPublishedModel ? "" : " on a small model of stories made here, not on TinyStories")}: {result.Selection.Selected:N0} predictions in ")
            + Invariant($"{findings.Clusters.Count} clusters. Of each cluster {findings.Shown.Max(shown => shown.Samples.Count)} samples, spread evenly over it; the predicted token is marked."),
        [.. findings.Shown.Select(shown => new SamplePanel(TitleOf(shown.Cluster), [.. shown.Samples.Select(sample => sample.Context)]))]);

    private static string TitleOf(SkillCluster cluster) =>
        Invariant($"Cluster {cluster.Rank}: {cluster.Skill.Name} ({cluster.Both} of its {cluster.Size})");

    private static string Name(SkillCluster cluster, string extension) => Invariant($"cluster{cluster.Rank}.{extension}");

    private static Chart Sizes(TinyStoriesResult result, TinyStoriesFindings findings) => new()
    {
        Description = $"Sizes of the {findings.Clusters.Count} clusters of {result.Model} by rank, both logarithmic.",
        Width = 3.4,
        Height = 2.5,
        Panels =
        [
            new Panel
            {
                X = Axis.Log("Rank"),
                Y = Axis.Log("Tokens of the cluster"),
                Marks =
                [
                    new Line(
                        Frame.Of(
                            ("rank", [.. findings.Clusters.Select(cluster => cluster.Rank + 1.0)]), ("size", [.. findings.Clusters.Select(cluster => (double)cluster.Size)])),
                        "rank", "size") { Name = result.Model, Markers = 2 },
                ],
            },
        ],
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
