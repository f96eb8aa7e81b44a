namespace Quanta.Reporting.Report;

/// <summary>The table of clusters, from which each one's samples are reached.</summary>
internal static class ClusterSection
{
    private const int LongestToken = 24;

    public static string AnchorOf(int rank) => $"cluster-{rank}";

    public static ReportSection? Of(RunContents run, IReadOnlyList<ClusterProfile> profiles, OrderedSimilarity? similarity, int shown) =>
        run.Clusters is null ? null : new ReportSection("clusters", "Clusters by size", html =>
        {
            using (html.Element("p"))
            {
                var leads = shown < profiles.Count ? $"The first {shown} lead to their samples." : "Each leads to its samples.";
                html.Text("The clusters of ").Data(run.ClusteringName!).Text($", the largest first. {leads}");
            }
            TableOf(profiles, similarity, shown).Write(html);
        });

    private static Table TableOf(IReadOnlyList<ClusterProfile> profiles, OrderedSimilarity? similarity, int shown) => new(
        "cluster-table", "What the members of each cluster have in common",
        ["cluster", "size", "similarity within", "mean loss, nats", "commonest target", "its share", "commonest kind", "share of kind", "documents"],
        [.. profiles.Select(profile => (IReadOnlyList<Cell>)
        [
            new Cell($"{profile.Rank}") { Anchor = profile.Rank < shown ? AnchorOf(profile.Rank) : null },
            Cell.Number(profile.Members.Count, Figures.Count(profile.Members.Count)),
            Number(similarity?.WithinClusters[profile.Rank] ?? double.NaN),
            Number(profile.MeanLoss),
            Cell.Data(ShortName.Of(SampleText.Visible(profile.Token), LongestToken)),
            Cell.Number(profile.TokenShare, Figures.Share(profile.TokenShare)),
            Cell.Data(ShortName.Of(profile.Kind, LongestToken)),
            Cell.Number(profile.KindShare, Figures.Share(profile.KindShare)),
            Cell.Number(profile.Documents, Figures.Count(profile.Documents)),
        ])])
    {
        IsSortable = true,
    };

    private static Cell Number(double value) => Cell.Number(value, Figures.Nats(value));
}
