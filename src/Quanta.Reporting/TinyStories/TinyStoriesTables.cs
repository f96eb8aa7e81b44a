using System.Globalization;
using Quanta.Discovery.TinyStories;

namespace Quanta.Reporting.TinyStories;

/// <summary>An experiment on stories as comma-separated tables.</summary>
internal static class TinyStoriesTables
{
    /// <summary>Every table, by the name of its file.</summary>
    public static IEnumerable<(string Name, string Csv)> All(TinyStoriesResult result, KnownFigures? known, TinyStoriesFindings findings)
    {
        yield return ("losses.csv", Losses(result));
        yield return ("skills.csv", Skills(findings));
        yield return ("clusters.csv", Clusters(findings));
        if (known is not null) yield return ("published.csv", Published(known.Compare(result.Figures)));
    }

    private static string Losses(TinyStoriesResult result)
    {
        var (selection, quality) = (result.Selection, result.Quality);
        return Lines("what,value",
        [
            $"model,{Field(result.Model)}",
            Row($"stories,{result.Corpus.Documents}"),
            Row($"tokens,{result.Corpus.Tokens}"),
            Row($"tokens of the longest story,{result.Figures.LongestTokens}"),
            Row($"predictions,{result.Losses.Predictions}"),
            Row($"mean loss in nats,{result.Losses.MeanNats:F4}"),
            Row($"share below 0.1 nats,{result.BelowTenth:F4}"),
            Row($"predictions below the threshold,{selection.BelowThreshold}"),
            Row($"of these inducible,{selection.BelowThresholdAndInducible}"),
            Row($"candidates,{selection.Kept}"),
            Row($"compared,{selection.Selected}"),
            Row($"stories they come from,{selection.Documents}"),
            Row($"entries of a gradient,{result.Figures.GradientEntries}"),
            Row($"clusters,{quality.Count}"),
            Row($"mean cosine within clusters,{quality.WithinSimilarity:F4}"),
            Row($"mean cosine between clusters,{quality.BetweenSimilarity:F4}"),
            Row($"agreement over seeds (adjusted Rand index),{quality.OverSeeds?.Mean:F4}"),
            Row($"agreement over parts of the tokens,{quality.OverSubsamples?.Mean:F4}"),
        ]);
    }

    private static string Skills(TinyStoriesFindings findings) => Lines(
        "skill,compared_predictions,cluster,size,both,precision,recall,f1",
        findings.Skills.Select(found => found.Rank is null
            ? Row($"{Field(found.Skill.Name)},0,,,,,,")
            : Row($"{Field(found.Skill.Name)},{found.Predictions},{found.Rank},{found.Size},{found.Both},{found.Precision:F3},{found.Recall:F3},{found.F1:F3}")));

    private static string Clusters(TinyStoriesFindings findings) => Lines(
        "cluster,size,mean_cosine,commonest_token,its_share,commonest_before,its_share_before",
        findings.Clusters.Select(one =>
            Row($"{one.Rank},{one.Size},{one.MeanCosine:F3},{Field(Shown(one.Token))},{one.TokenShare:F3},{Field(Shown(one.Previous))},{one.PreviousShare:F3}")));

    private static string Published(IReadOnlyList<FigureCheck> checks) => Lines(
        "what,published,found,agrees", checks.Select(check => Row($"{Field(check.What)},{check.Published},{check.Found},{(check.Agrees ? "yes" : "no")}")));

    /// <summary>Line breaks in a token are shown, so that a row stays a line.</summary>
    private static string Shown(string token) => Charts.VisibleText.Of(token);

    /// <summary>Quoted where a comma, a quote or a blank at an end would be lost.</summary>
    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") || text != text.Trim() ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Lines(string header, IEnumerable<string> rows) => string.Concat(rows.Prepend(header).Select(row => row + "\n"));

    private static string Row(FormattableString row) => row.ToString(CultureInfo.InvariantCulture);
}
