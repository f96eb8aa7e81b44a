using System.Text;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Reporting.Samples;

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

/// <summary>A cluster with its samples, each rendered once, so that it costs little to try how many fit.</summary>
internal sealed class ClusterArticle
{
    /// <summary>How many samples of a cluster are open; the others are a click away.</summary>
    private const int Open = 3;

    private readonly ClusterProfile _profile;
    private readonly string[] _samples;

    public ClusterArticle(RunContents run, ClusterProfile profile, ReportOptions options)
    {
        _profile = profile;
        var label = run.Clusters!.Label(profile.Rank);
        _samples = [.. SamplePicker.Spread(run.Clusters, profile.Rank, options.PerCluster).Select(member => Sample(run, run.Samples!.Read(member, label, options.ContextTokens)))];
    }

    /// <summary>The article with at most so many samples, spread over the cluster.</summary>
    public string Render(int most)
    {
        var html = new HtmlWriter();
        var anchor = ClusterSection.AnchorOf(_profile.Rank);
        var count = Math.Min(most, _samples.Length);
        string[] shown = [.. Enumerable.Range(0, count).Select(i => _samples[(int)((long)i * _samples.Length / count)])];
        using (html.Element("article", ("aria-labelledby", anchor)))
        {
            html.Leaf("h3", $"Cluster {_profile.Rank}: {Figures.Of(_profile.Members.Count, "prediction")}", ("id", anchor));
            WriteProfile(html);
            WriteList(html, shown.Take(Open), first: 1);
            if (count > Open)
            {
                using var more = html.Element("details");
                html.Leaf("summary", $"{count - Open} more of cluster {_profile.Rank}");
                WriteList(html, shown.Skip(Open), first: Open + 1);
            }
        }
        return html.ToString();
    }

    private static void WriteList(HtmlWriter html, IEnumerable<string> samples, int first)
    {
        using var list = html.Element("ol", ("start", $"{first}"));
        foreach (var sample in samples) html.Markup(sample);
    }

    private void WriteProfile(HtmlWriter html)
    {
        using var line = html.Element("p", ("class", "origin"));
        html.Text("commonest target ").Data(ShortName.Of(SampleText.Visible(_profile.Token))).Text($" ({Figures.Share(_profile.TokenShare)})");
        if (_profile.Kind is not null) html.Text(", commonest kind ").Data(ShortName.Of(_profile.Kind)).Text($" ({Figures.Share(_profile.KindShare)})");
        if (double.IsFinite(_profile.MeanLoss)) html.Text($", mean loss {Figures.Nats(_profile.MeanLoss)} nats");
    }

    private static string Sample(RunContents run, ClusterSample sample)
    {
        var html = new HtmlWriter();
        using (html.Element("li"))
        {
            SampleText.Write(html, sample.Context, Losses(run, sample));
            using var origin = html.Element("p", ("class", "origin"));
            html.Text($"prediction {sample.Prediction}, token {sample.Position} of document {sample.Document}");
            if (sample.Kind is not null) html.Text(", ").Data(ShortName.Of(sample.Kind));
            if (float.IsFinite(sample.Loss)) html.Text($", {Figures.Nats(sample.Loss)} nats");
        }
        return html.ToString();
    }

    /// <summary>The losses of the context's tokens; a document's first token is not predicted, so it has none.</summary>
    private static double[] Losses(RunContents run, ClusterSample sample)
    {
        var losses = run.Model is null ? null : run.Losses(run.Model);
        var (offset, first) = (run.Documents!.PredictionOffset(sample.Document), sample.Position - sample.Context.Target);
        return [.. Enumerable.Range(first, sample.Context.Target).Select(token => losses is null || token == 0 ? double.NaN : losses[offset + token - 1])];
    }
}
