using System.Text;
using Quanta.Discovery.Runs;

namespace Quanta.Reporting.Report;

/// <summary>The samples of each cluster, as many as the page has room for.</summary>
internal sealed class SampleSection(RunContents run, ReportOptions options, IReadOnlyList<ClusterProfile> profiles)
{
    /// <summary>The section without a cluster.</summary>
    public ReportSection Empty => SectionOf([], options.PerCluster);

    /// <summary>Writes the largest number of samples a cluster that fits; where not even one does, of as many clusters as do.</summary>
    /// <param name="bytes">The room for clusters.</param>
    /// <returns>The section, and how many clusters it shows.</returns>
    public (ReportSection Section, int Shown) Write(int bytes)
    {
        List<ClusterArticle> clusters = [.. profiles.Select(profile => new ClusterArticle(run, profile, options))];
        var (perCluster, tooMany) = (1, options.PerCluster + 1);
        while (tooMany - perCluster > 1)
        {
            var tried = (perCluster + tooMany) / 2;
            if (clusters.Sum(cluster => BytesOf(cluster.Render(tried))) <= bytes) perCluster = tried;
            else tooMany = tried;
        }
        List<string> articles = [.. clusters.Select(cluster => cluster.Render(perCluster))];
        var shown = 0;
        for (var used = 0L; shown < articles.Count && (used += BytesOf(articles[shown])) <= bytes;) shown++;
        return (SectionOf(articles[..shown], perCluster), shown);
    }

    private static long BytesOf(string text) => Encoding.UTF8.GetByteCount(text);

    private ReportSection SectionOf(List<string> articles, int perCluster) => new("samples", "Samples of each cluster", html =>
    {
        html.Leaf("p", Room(articles.Count, perCluster));
        WriteLegend(html);
        foreach (var article in articles) html.Markup(article);
    });

    private string Room(int shown, int perCluster)
    {
        var here = $"Each prediction, marked, with the {Figures.Of(options.ContextTokens, "token")} before it; up to {Figures.Of(perCluster, "sample")} of each cluster, spread over its members. ";
        if (shown < profiles.Count) return $"{here}The page has room for the largest {Figures.Of(shown, "cluster")} only; `quanta samples` shows the others.";
        return perCluster < options.PerCluster ? $"{here}There is no room for more; `quanta samples` shows them." : here;
    }

    private void WriteLegend(HtmlWriter html)
    {
        using var legend = html.Element("p", ("class", "legend"));
        html.Text("Shades are the loss of each token of the context: ");
        for (var level = 1; level <= LossTint.Bounds.Count; level++)
        {
            html.Leaf("i", LossTint.Meaning(level), ("class", LossTint.ClassOf(level)));
            html.Text(level < LossTint.Bounds.Count ? ", " : ". ");
        }
        if (run.Model is { } model)
            html.Text("The losses themselves are in ").Data(RunArtifacts.Losses(model)).Text(" of the run folder: the token d places before the target of prediction p is prediction p − d. ");
        html.Text("⏎ is a line break, → a tab, · a space in a token of white space or in a target; [U+202E] and the like are characters that do not show.");
    }
}
