using System.Text.Json;
using System.Text.Json.Nodes;

namespace Quanta.Reporting.Report;

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
