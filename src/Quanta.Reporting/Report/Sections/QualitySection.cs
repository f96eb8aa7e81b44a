using Quanta.Discovery.Runs;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Report;

/// <summary>How good the clusterings are, and how exact a sketched similarity is.</summary>
internal static class QualitySection
{
    private const int MostPanels = 6, PanelColumns = 2;
    private const double InchesPerRow = 1.7;
    private const string CountName = "clusters";

    public static ReportSection? Of(RunContents run)
    {
        var family = run.ClusteringName is null ? null : RunChoices.FamilyOf(run.Stages, run.ClusteringName);
        var clusters = family is null ? [] : QualityFigures.Of(run.Json($"{family.Stage}-quality.json"));
        var sketch = QualityFigures.Of(run.Json(RunArtifacts.SimilarityAudit));
        if (clusters.Count + sketch.Count == 0) return null;
        return new ReportSection("quality", "Quality", html =>
        {
            html.Leaf("p", "By the similarities alone. The silhouette, from −1 to 1, compares a prediction's own cluster with the nearest other; the normalised cut "
                + "adds over the clusters the share of their affinity that leads out of them, so that less is better.");
            foreach (var (index, group) in clusters.Index())
            {
                if (Drawable(group) is { Count: > 0 } names) FigureMarkup.Write(html, $"figure-quality{index}", ChartOf(group, names), "Quality by the number of clusters.");
                TableOf(group, $"quality{index}", "Clusterings").Write(html);
            }
            foreach (var (index, group) in sketch.Index()) TableOf(group, $"sketch{index}", "Error of the sketched similarity").Write(html);
        });
    }

    // One row reads best from top to bottom; several are compared from left to right.
    private static Table TableOf(FigureGroup group, string id, string what)
    {
        var caption = group.Title.Length == 0 ? what : $"{what}: {group.Title}";
        return group.Rows.Count == 1
            ? new Table(id, caption, ["figure", "value"], [.. group.Names.Zip(group.Rows[0]).Select(pair => (IReadOnlyList<Cell>)[Cell.Data(pair.First), pair.Second])])
            : new Table(id, caption, group.Names, group.Rows) { IsSortable = true };
    }

    /// <summary>The figures that have a number for at least two cluster counts.</summary>
    private static List<string> Drawable(FigureGroup group) => group.Names[0] != CountName
        ? []
        : [.. group.Names.Index().Where(name => name.Item != CountName && group.Rows.Count(row => double.IsFinite(row[name.Index].Value)) > 1).Select(name => name.Item).Take(MostPanels)];

    private static Chart ChartOf(FigureGroup group, List<string> names) => new()
    {
        Columns = PanelColumns,
        Height = InchesPerRow * ((names.Count + PanelColumns - 1) / PanelColumns),
        Description = "How each figure of quality depends on the number of clusters.",
        Panels = [.. names.Select(name => PanelOf(group, name))],
    };

    private static Panel PanelOf(FigureGroup group, string name)
    {
        var place = group.Names.Index().First(pair => pair.Item == name).Index;
        var rows = group.Rows.Where(row => double.IsFinite(row[0].Value) && double.IsFinite(row[place].Value)).OrderBy(row => row[0].Value).ToList();
        var data = Frame.Of(("count", [.. rows.Select(row => row[0].Value)]), ("value", [.. rows.Select(row => row[place].Value)]));
        return new Panel
        {
            Title = name,
            X = Axis.Log("number of clusters"),
            Y = Axis.Linear(),
            Marks = [new Line(data, "count", "value") { Ink = Ink.Category(0), Markers = 3 }],
        };
    }
}
