using System.Text.Json;

namespace Quanta.Numerics.Tests.Clustering;

/// <summary>references.json, which references.py beside it writes with scikit-learn and SciPy.</summary>
internal static class References
{
    private static readonly JsonDocument Document =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Quanta.Numerics.Tests", "Clustering", "references.json")));

    /// <summary>The cases of one section.</summary>
    public static IEnumerable<JsonElement> Section(string name) => Document.RootElement.GetProperty(name).EnumerateArray();

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static int Integer(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static int[] Integers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    public static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>The planted matrix that a case names.</summary>
    public static PlantedAffinity Planted(this JsonElement element) =>
        new(element.Integer("n"), element.Integer("clusters"), element.Integer("dimensions"), element.Number("noise"),
            (ulong)element.Integer("seed"));
}
