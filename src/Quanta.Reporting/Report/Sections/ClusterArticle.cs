using Quanta.Discovery.Samples;
using Quanta.Reporting.Samples;

namespace Quanta.Reporting.Report;

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
