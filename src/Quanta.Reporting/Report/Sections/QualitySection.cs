using System.Text.Json;
using System.Text.Json.Nodes;
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
        var isOfNeighbours = family?.Stage.EndsWith("-neighbours", StringComparison.Ordinal) == true;
        var neighbours = isOfNeighbours ? QualityFigures.Of(run.Json(RunArtifacts.NeighbourReport)) : [];
        if (clusters.Count + sketch.Count == 0) return null;
        return new ReportSection("quality", "Quality", html =>
        {
            html.Leaf("p", isOfNeighbours
                ? "No matrix of all pairs was made, so that what needs one is left out: the silhouette, the conductance and normalised cut, the stability over parts, and the matrix itself. "
                    + "Similarities within and between clusters are of all pairs, by the vectors."
                : "By the similarities alone. The silhouette, from −1 to 1, compares a prediction's own cluster with the nearest other; the normalised cut "
                + "adds over the clusters the share of their affinity that leads out of them, so that less is better.");
            foreach (var (index, group) in clusters.Index())
            {
                if (Drawable(group) is { Count: > 0 } names) FigureMarkup.Write(html, $"figure-quality{index}", ChartOf(group, names), "Quality by the number of clusters.");
                TableOf(group, $"quality{index}", "Clusterings").Write(html);
            }
            foreach (var (index, group) in QualityFigures.Of(run.Json($"{family?.Stage}-baselines.json")).Index())
                TableOf(group, $"baselines{index}", "What simple traits explain of the clusterings").Write(html);
            foreach (var (index, group) in QualityFigures.Of(run.Json($"{family?.Stage}-nulls.json")).Index())
                TableOf(group, $"nulls{index}", "Clusters of what holds no skills, made alike: their agreement with the run's is what these have without any").Write(html);
            foreach (var (index, group) in neighbours.Index()) TableOf(group, $"neighbours{index}", "Nearest neighbours").Write(html);
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

/// <summary>Figures that belong together: a table with one row an entry.</summary>
/// <param name="Title">What they are figures of; empty for those at the top of the file.</param>
/// <param name="Names">The figures' names, in the order of the file.</param>
/// <param name="Rows">One value a name in each row.</param>
internal sealed record FigureGroup(string Title, IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<Cell>> Rows);

/// <summary>Reads figures from JSON without knowing which there are, so that a figure that is added shows, and one that is missing does no harm.</summary>
/// <remarks>An array of objects is a table; an object in an object adds its name to those of its fields.</remarks>
internal static class QualityFigures
{
    private const string Missing = "–";
    private const int MostListed = 4;

    private static readonly Dictionary<string, string> KnownNames = new()
    {
        ["count"] = "clusters",
        ["largest"] = "largest cluster",
        ["within_similarity"] = "similarity within clusters",
        ["between_similarity"] = "similarity between clusters",
        ["normalized_cut"] = "normalised cut",
        ["ari"] = "adjusted Rand index",
        ["nmi"] = "normalised mutual information",
        ["ami"] = "adjusted mutual information",
        ["rms_error"] = "root mean square error",
        ["recall_at10"] = "recall of the 10 nearest",
        ["recall_at_10"] = "recall of the 10 nearest",
        ["expected_rms_error"] = "expected root mean square error",
    };

    /// <summary>The groups of a file; none for null.</summary>
    public static IReadOnlyList<FigureGroup> Of(JsonNode? file)
    {
        if (file is JsonArray entries) return [GroupOf("", entries)];
        if (file is not JsonObject root) return [];
        var groups = new List<FigureGroup>();
        var single = Flatten(root, "").ToList();
        if (single.Count > 0) groups.Add(new FigureGroup("", [.. single.Select(field => field.Name)], [[.. single.Select(field => field.Value)]]));
        foreach (var (name, value) in root)
            if (value is JsonArray array && IsTable(array)) groups.Add(GroupOf(Readable(name), array));
        return groups;
    }

    private static FigureGroup GroupOf(string title, JsonArray entries)
    {
        var rows = entries.OfType<JsonObject>().Select(entry => Flatten(entry, "").DistinctBy(field => field.Name).ToDictionary(field => field.Name, field => field.Value)).ToList();
        var names = rows.SelectMany(row => row.Keys).Distinct().ToList();
        return new FigureGroup(title, names, [.. rows.Select(row => (IReadOnlyList<Cell>)[.. names.Select(name => row.GetValueOrDefault(name, Missing))])]);
    }

    private static IEnumerable<(string Name, Cell Value)> Flatten(JsonObject fields, string prefix)
    {
        foreach (var (key, value) in fields)
        {
            var name = prefix.Length == 0 ? Readable(key) : $"{prefix}, {Readable(key)}";
            if (value is JsonObject inner)
                foreach (var field in Flatten(inner, name)) yield return field;
            else if (value is not JsonArray array) yield return (name, CellOf(value));
            else if (!IsTable(array)) yield return (name, ListOf(array));
        }
    }

    private static bool IsTable(JsonArray array) => array.Count > 0 && array.All(entry => entry is JsonObject);

    private static Cell CellOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => Cell.Number(value.GetValue<double>(), Figures.Short(value.GetValue<double>())),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => Cell.Data(value.GetValue<string>()),
        _ => Missing,
    };

    private static Cell ListOf(JsonArray array)
    {
        var shown = array.Take(MostListed).Select(value => CellOf(value).Text);
        return Cell.Data(array.Count <= MostListed ? string.Join(", ", shown) : $"{string.Join(", ", shown)}, … ({array.Count} values)");
    }

    private static string Readable(string key) => KnownNames.GetValueOrDefault(key, key.Replace('_', ' '));
}
