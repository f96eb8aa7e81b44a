using System.Globalization;
using Quanta.Discovery.Baselines;
using Quanta.Discovery.Clusters;
using Quanta.Discovery.Corpus;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Discovery.Selection;
using Quanta.Discovery.Similarity;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Report;
using Quanta.Reporting.Samples;

namespace Quanta.Cli.Output;

/// <summary>How the main job ends: what was found, how sure it is, and where to look, in a screen.</summary>
/// <param name="Folder">The run.</param>
/// <param name="Samples">The clustering that is shown.</param>
/// <param name="Selection">What was compared.</param>
/// <param name="Quality">Of the clustering.</param>
/// <param name="Clusters">The clustering.</param>
/// <param name="Baselines">What simple traits explain of it; null where that was not measured.</param>
/// <param name="Model">The model whose gradients were compared.</param>
internal sealed record ClusterSummary(
    RunFolder Folder, SampleOptions Samples, SelectionReport Selection, ClusteringQuality Quality, Clustering Clusters, ClusterBaselines? Baselines, string Model)
{
    private const int ClustersShown = 10, ContextTokens = 24, ExampleCharacters = 56, TokenCharacters = 16;

    // A cluster whose tokens are less alike than this part of the mean over all clusters is a mixture. Normalised cuts of unequal clusters leave a few
    // large ones.
    private const double MixtureShare = 0.25;

    public static ClusterSummary Of(
        RunFolder folder, string clusterings, IReadOnlyList<int> counts, SampleOptions samples, SelectionReport selection, string model)
    {
        var clusters = new Clustering(RunArtifacts.ReadClusters(folder, samples.Clustering));
        var quality = ClusterStage.ReadQuality(folder, clusterings)[counts.Index().Single(count => ClusterOptions.NameOf(clusterings, count.Item) == samples.Clustering).Index];
        return new ClusterSummary(folder, samples, selection, quality, clusters, BaselineStage.Read(folder, clusterings, counts, samples.Clustering), model);
    }

    private string Compared => SimilarityStage.ComparedIn(Folder.Stages);

    private string Page => Folder.PathOf(ReportStage.Artifact);

    private string Texts => Folder.PathOf($"samples/{Samples.Clustering}.txt");

    public void Write(TextWriter output, bool asJson)
    {
        if (asJson) WriteValues(output);
        else WriteText(output);
    }

    private void WriteValues(TextWriter output)
    {
        var corpus = CorpusReport.Read(Folder);
        var results = new Results(output, asJson: true).Add("run", Folder.Path);
        if (corpus is not null)
        {
            results.Add("documents", corpus.Documents).Add("lines left out", corpus.LinesLeftOut)
                .Add("documents with end of text", corpus.EndOfTextDocuments);
        }
        if (Cautions.Count > 0) results.Add("caution", string.Join(' ', Cautions));
        results
            .Add(RunArtifacts.WindowsOf(Folder))
            .Add("predictions", Selection.Predictions)
            .Add("below threshold", Selection.BelowThreshold)
            .Add(Selection.Rules is null ? "not inducible" : "kept by all rules", Selection.Kept)
            .Add("compared", Selection.Selected)
            .Add("clustering", Samples.Clustering)
            .Add("clusters", Clusters.Count)
            .Add("largest cluster", Clusters.Members(0).Count);
        if (Quality.WithinSimilarity is { } within) results.Add("mean cosine within clusters", within);
        if (Quality.BetweenSimilarity is { } between) results.Add("mean cosine between clusters", between);
        if (Baselines is { NothingShared: { } beyond })
        {
            foreach (var (name, trait) in Baselines.Traits)
                if (trait is { Within: { } shared, Overall: { } overall }) results.Add($"pairs in one cluster with the same {name}", shared).Add($"pairs overall with the same {name}", overall);
            results.Add("pairs in one cluster that share none of these", beyond);
        }
        if (Quality.OverSeeds is { } seeds) results.Add("agreement over seeds", seeds.Mean);
        if (Quality.OverSubsamples is { } parts) results.Add("agreement over subsamples", parts.Mean);
        results.Add("samples", Texts).Add("report", Page).Write();
    }

    private IReadOnlyList<string> Cautions => field ??= RunCautions.Of(Folder);

    private void WriteText(TextWriter output)
    {
        foreach (var caution in Cautions) output.WriteLine($"CAUTION: {caution}\n");
        var (shown, mixtures) = Largest();
        var (low, all, kept) = (Selection.BelowThreshold, Selection.Predictions, Selection.Kept);
        output.WriteLine(Text($"{Model} predicts {low:N0} of {all:N0} tokens almost surely, {kept:N0} of them {(Selection.Rules is null ? "not by copying what stood before" : "as the rules of the selection ask")}."));
        var alone = Enumerable.Range(0, Clusters.Count).Count(rank => Clusters.Members(rank).Count == 1);
        var clusters = alone == 0 ? Text($"{Clusters.Count:N0} clusters") : Text($"{Clusters.Count - alone:N0} clusters of several tokens and {alone:N0} tokens alone");
        output.WriteLine(Text($"The {Compared} of {Selection.Selected:N0} of these fall into {clusters}: tokens that the model predicts by the same means. The largest:"));
        output.WriteLine();
        output.WriteLine(Row("cluster", "tokens", "alike", "predicted most often", "one of its tokens, between « and »"));
        foreach (var cluster in shown) output.WriteLine(Row(cluster));
        output.WriteLine();
        if (mixtures.Count > 0)
            output.WriteLine(Text($"Passed over: {Mixtures(mixtures)}, not {MixtureShare:0 %} as alike as a cluster's tokens are on average."));
        foreach (var sentence in Confidence()) output.WriteLine(sentence);
        output.WriteLine();
        output.WriteLine(Text($"All clusters   {Texts}"));
        output.WriteLine(Text($"One cluster    quanta samples --run {Folder.Path} --cluster {shown[0].Rank}"));
        output.WriteLine(Text($"The report     {Page}"));
    }

    /// <summary>The largest clusters that are no mixtures, at most <see cref="ClustersShown"/>, and the mixtures among those as large; where every cluster is
    /// one, the largest of all.</summary>
    private (List<ClusterDigest> Shown, List<ClusterDigest> Mixtures) Largest()
    {
        var (shown, mixtures) = (new List<ClusterDigest>(), new List<ClusterDigest>());
        foreach (var cluster in ClusterDigest.BySize(Folder, Clusters, Model, ContextTokens))
        {
            if (shown.Count == ClustersShown) break;
            (cluster.MeanCosine < MixtureShare * Quality.WithinSimilarity ? mixtures : shown).Add(cluster);
        }
        return shown.Count > 0 ? (shown, mixtures) : ([.. mixtures.Take(ClustersShown)], []);
    }

    private static string Mixtures(List<ClusterDigest> mixtures)
    {
        var ranks = string.Join(", ", mixtures.Select(cluster => cluster.Rank.ToString(CultureInfo.InvariantCulture)));
        var clusters = mixtures.Count == 1 ? $"cluster {ranks}, a mixture" : $"clusters {ranks}, mixtures";
        return Text($"{clusters} of {mixtures.Sum(cluster => cluster.Size):N0} tokens");
    }

    private IEnumerable<string> Confidence()
    {
        if (RunArtifacts.WindowsOf(Folder) is { } windows) yield return windows.ToString();
        yield return "alike: the mean cosine of the " + Compared + " of two of the cluster's tokens, 1 for the same, 0 for unrelated.";
        if (Quality is { WithinSimilarity: { } within, BetweenSimilarity: { } between })
            yield return Text($"Over all clusters it is {within:0.00}; of two tokens of different clusters it is {between:0.00}.");
        if (Baselines is { NothingShared: { } beyond })
            yield return "Of two tokens of one cluster " + string.Join(", ", Baselines.Traits.Select(trait => Text($"{trait.Shared.Within:0 %} have the same {trait.Name} ({trait.Shared.Overall:0.0 %} of any two)")))
                + Text($"; {beyond:0 %} share none of these.");
        if (Quality is { OverSeeds: { } seeds, OverSubsamples: { } parts })
            yield return Text($"Clustered anew, the clusters stay to {seeds.Mean:0.00} with other random numbers and to {parts.Mean:0.00} with a part of the tokens ")
                + "(adjusted Rand index: 1 the same, 0 chance).";
    }

    private static string Row(ClusterDigest cluster)
    {
        var alike = double.IsFinite(cluster.MeanCosine) ? Text($"{cluster.MeanCosine:0.00}") : "";
        var token = Text($"{Shown(cluster.Token, TokenCharacters)} {cluster.TokenShare:0 %}");
        var context = cluster.Example.Context;
        var before = Shown(context.Before);
        var cut = Math.Max(0, before.Length - ExampleCharacters);
        return Row(Text($"{cluster.Rank}"), Text($"{cluster.Size:N0}"), alike, token, $"{(cut > 0 ? "…" : "")}{before[cut..]}«{Shown(context.TargetText, TokenCharacters)}»");
    }

    private static string Row(string rank, string size, string alike, string token, string example) => $"{rank,7}  {size,6}  {alike,5}  {token,-22}  {example}";

    /// <summary>Text of a corpus in a line.</summary>
    private static string Shown(string text, int most = int.MaxValue)
    {
        var shown = VisibleText.Of(text);
        return shown.Length <= most ? shown : shown[..(most - 1)] + "…";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
