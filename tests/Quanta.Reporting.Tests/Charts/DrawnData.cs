using System.Globalization;
using System.Xml.Linq;
using Quanta.Reporting.Charts;

namespace Quanta.Reporting.Tests.Charts;

/// <summary>Reads a chart's files back: coordinates from the SVG, rows from the CSV.</summary>
internal static class DrawnData
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The centres of all circles, in points of the page.</summary>
    public static IReadOnlyList<(double X, double Y)> Circles(XDocument svg) =>
        [.. svg.Descendants(Svg + "circle").Select(circle => (Number(circle, "cx"), Number(circle, "cy")))];

    /// <summary>The vertices of each piece of each path inside the clipped group.</summary>
    public static IReadOnlyList<(double X, double Y)[]> Lines(XDocument svg) =>
    [
        .. svg.Descendants(Svg + "g").Where(group => group.Attribute("clip-path") is not null).SelectMany(group => group.Elements(Svg + "path"))
            .SelectMany(path => path.Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries))
            .Select(piece => piece.Split('L').Select(Vertex).ToArray()),
    ];

    public static IReadOnlyList<string> Texts(XDocument svg) => [.. svg.Descendants(Svg + "text").Select(text => text.Value)];

    /// <summary>The rows of a chart's main table, by column name.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Rows(Chart chart)
    {
        var lines = chart.ToTables()[0].Csv.TrimEnd('\n').Split('\n');
        var names = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }

    public static double Value(string field) => double.Parse(field, CultureInfo.InvariantCulture);

    private static double Number(XElement element, string name) => Value(element.Attribute(name)!.Value);

    private static (double, double) Vertex(string text) =>
        text.Split(' ') is [var x, var y] ? (Value(x), Value(y)) : throw new FormatException($"A vertex has two numbers, but '{text}' was found.");
}
