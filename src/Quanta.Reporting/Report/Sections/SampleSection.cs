using System.Text;
using Quanta.Discovery.Samples;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Report;

/// <summary>The samples of each cluster, as many as the page has room for.</summary>
internal sealed class SampleSection(RunContents run, ReportOptions options, IReadOnlyList<ClusterProfile> profiles, int bytes)
{
    /// <summary>How many samples of a cluster are open; the others are a click away.</summary>
    private const int Open = 3;

    // The clusters from which the need for room is estimated.
    private const int Probes = 40;

    /// <summary>Writes the largest number of samples a cluster that fits; where not even one does, of as many clusters as do.</summary>
    /// <returns>The section, and how many clusters it shows.</returns>
    public (ReportSection Section, int Shown) Write()
    {
        var perCluster = Math.Clamp((int)(options.PerCluster * (double)bytes / Math.Max(EstimateBytes(), 1)), 1, options.PerCluster);
        var articles = Articles(perCluster);
        while (perCluster > 1 && articles.Sum(Encoding.UTF8.GetByteCount) > bytes) articles = Articles(--perCluster);
        var shown = 0;
        for (var used = 0; shown < articles.Count && (used += Encoding.UTF8.GetByteCount(articles[shown])) <= bytes;) shown++;
        return (SectionOf(articles[..shown], perCluster), shown);
    }

    private ReportSection SectionOf(List<string> articles, int perCluster) => new("samples", "Samples of each cluster", html =>
    {
        html.Leaf("p", Room(articles.Count, perCluster));
        WriteLegend(html);
        foreach (var article in articles) html.Markup(article);
    });

    private string Room(int shown, int perCluster)
    {
        var all = $"samples/{run.ClusteringName}";
        var here = $"Each prediction, marked, with the {options.ContextTokens} tokens before it; up to {Figures.Of(perCluster, "sample")} of each cluster, spread over its members. ";
        if (shown < profiles.Count) return $"{here}The page has room for the largest {Figures.Of(shown, "cluster")}; the others are in {all}.txt of the run folder.";
        return perCluster < options.PerCluster ? $"{here}For more there is no room; {all}.txt of the run folder has {options.PerCluster}." : here;
    }

    private static void WriteLegend(HtmlWriter html)
    {
        using var legend = html.Element("p", ("class", "legend"));
        html.Text("Shades are the loss of each token of the context: ");
        for (var level = 1; level <= LossTint.Bounds.Count; level++)
        {
            html.Leaf("i", LossTint.Meaning(level), ("class", LossTint.ClassOf(level)));
            html.Text(level < LossTint.Bounds.Count ? ", " : ". ");
        }
        html.Text("⏎ is a line break, → a tab, · a space in a token of white space or in a target; [U+202E] and the like are characters that do not show.");
    }

    private long EstimateBytes()
    {
        var step = Math.Max(profiles.Count / Probes, 1);
        var probes = Enumerable.Range(0, profiles.Count).Where(rank => rank % step == 0).Select(rank => Encoding.UTF8.GetByteCount(Article(profiles[rank], options.PerCluster))).ToList();
        return (long)(probes.Average() * profiles.Count);
    }

    private List<string> Articles(int perCluster) => [.. profiles.Select(profile => Article(profile, perCluster))];

    private string Article(ClusterProfile profile, int perCluster)
    {
        var html = new HtmlWriter();
        var anchor = ClusterSection.AnchorOf(profile.Rank);
        using (html.Element("article", ("aria-labelledby", anchor)))
        {
            html.Leaf("h3", $"Cluster {profile.Rank}: {Figures.Of(profile.Members.Count, "prediction")}", ("id", anchor));
            WriteProfile(html, profile);
            var samples = SamplePicker.Spread(run.Clusters!, profile.Rank, perCluster);
            WriteList(html, samples.Take(Open), first: 1);
            if (samples.Count > Open)
            {
                using var more = html.Element("details");
                html.Leaf("summary", $"{samples.Count - Open} more of cluster {profile.Rank}");
                WriteList(html, samples.Skip(Open), first: Open + 1);
            }
        }
        return html.ToString();
    }

    private static void WriteProfile(HtmlWriter html, ClusterProfile profile)
    {
        using var line = html.Element("p", ("class", "origin"));
        html.Text("commonest target ").Data(ShortName.Of(SampleText.Visible(profile.Token))).Text($" ({Figures.Share(profile.TokenShare)})");
        if (profile.Kind is not null) html.Text(", commonest kind ").Data(ShortName.Of(profile.Kind)).Text($" ({Figures.Share(profile.KindShare)})");
        if (double.IsFinite(profile.MeanLoss)) html.Text($", mean loss {Figures.Nats(profile.MeanLoss)} nats");
    }

    private void WriteList(HtmlWriter html, IEnumerable<SampledMember> members, int first)
    {
        using var list = html.Element("ol", ("start", $"{first}"));
        foreach (var member in members)
        {
            var sample = run.Samples!.Read(member, run.Clusters!.Label(member.Rank), options.ContextTokens);
            using var item = html.Element("li");
            SampleText.Write(html, sample.Context, Losses(sample));
            using var origin = html.Element("p", ("class", "origin"));
            html.Text($"prediction {sample.Prediction}, token {sample.Position} of document {sample.Document}");
            if (sample.Kind is not null) html.Text(", ").Data(ShortName.Of(sample.Kind));
            if (float.IsFinite(sample.Loss)) html.Text($", {Figures.Nats(sample.Loss)} nats");
        }
    }

    /// <summary>The losses of the context's tokens; a document's first token is not predicted, so it has none.</summary>
    private double[] Losses(ClusterSample sample)
    {
        var losses = run.Model is null ? null : run.Losses(run.Model);
        var (offset, first) = (run.Documents!.PredictionOffset(sample.Document), sample.Position - sample.Context.Target);
        return [.. Enumerable.Range(first, sample.Context.Target).Select(token => losses is null || token == 0 ? double.NaN : losses[offset + token - 1])];
    }
}
