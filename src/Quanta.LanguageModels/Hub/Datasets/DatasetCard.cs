using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Quanta.LanguageModels.Hub.Datasets;

/// <summary>What a data set's card says of its files.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Split">The split.</param>
/// <param name="Patterns">Its files: paths that may hold * (within a folder), ** (over folders), ? and [...].</param>
/// <param name="IsDefault">Whether the configuration is the one that is meant where none is named.</param>
internal sealed record DeclaredSplit(string Config, string Split, IReadOnlyList<string> Patterns, bool IsDefault)
{
    public bool Matches(string path) => Patterns.Any(pattern => Regex.IsMatch(path, Expression(pattern), RegexOptions.CultureInvariant));

    private static string Expression(string pattern)
    {
        var expression = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            var (part, length) = rest switch
            {
                ['*', '*', '/', ..] => ("(.*/)?", 3),
                ['*', '*', ..] => (".*", 2),
                ['*', ..] => ("[^/]*", 1),
                ['?', ..] => ("[^/]", 1),
                ['[', _, ..] when rest.IndexOf(']') is > 1 and var end => ($"[{Regex.Escape(rest[1..end].ToString())}]", end + 1),
                _ => (Regex.Escape(rest[..1].ToString()), 1),
            };
            expression.Append(part);
            i += length - 1;
        }
        return expression.Append(@"\z").ToString();
    }
}

/// <summary>Reads the YAML at the top of a card: configs: [{config_name, data_files: [{split, path}]}].</summary>
internal static partial class DatasetCard
{
    /// <summary>The splits that the card declares; empty where it declares none.</summary>
    /// <exception cref="InvalidDataException">There is YAML, but it cannot be read.</exception>
    public static IReadOnlyList<DeclaredSplit> Configs(string card)
    {
        if (FrontMatter().Match(card) is not { Success: true } front) return [];
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(front.Groups[1].Value));
            if (yaml.Documents is not [{ RootNode: YamlMappingNode root }, ..] || Child(root, "configs") is not YamlSequenceNode configs) return [];
            return [.. configs.OfType<YamlMappingNode>().SelectMany(Splits)];
        }
        catch (YamlException problem)
        {
            throw new InvalidDataException($"The data set's {DatasetFiles.CardName} begins with YAML that cannot be read: {problem.Message}", problem);
        }
    }

    private static IEnumerable<DeclaredSplit> Splits(YamlMappingNode config)
    {
        var (name, isDefault) = (Text(Child(config, "config_name")) ?? DatasetSplit.DefaultConfig, Text(Child(config, "default")) == "true");
        var folder = Text(Child(config, "data_dir")) is { Length: > 0 } data ? data.Trim('/') + "/" : "";
        DeclaredSplit Declared(string split, YamlNode? paths) => new(name, split, [.. Texts(paths).Select(path => folder + path.TrimStart('.', '/'))], isDefault);
        return Child(config, "data_files") switch
        {
            YamlSequenceNode list when list.All(entry => entry is YamlMappingNode) =>
                list.Cast<YamlMappingNode>().Select(entry => Declared(Text(Child(entry, "split")) ?? DatasetSplit.DefaultName, Child(entry, "path"))),
            YamlMappingNode splits => splits.Select(split => Declared(Text(split.Key) ?? DatasetSplit.DefaultName, split.Value)),
            YamlNode paths => [Declared(DatasetSplit.DefaultName, paths)],
            null => folder.Length > 0 ? [new DeclaredSplit(name, DatasetSplit.DefaultName, [folder + "**"], isDefault)] : [],
        };
    }

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string? Text(YamlNode? node) => (node as YamlScalarNode)?.Value;

    private static IEnumerable<string> Texts(YamlNode? node) => node switch
    {
        YamlScalarNode { Value: { } one } => [one],
        YamlSequenceNode several => several.SelectMany(Texts),
        _ => [],
    };

    [GeneratedRegex(@"\A\uFEFF?---[ \t]*\r?\n(.*?\n)---[ \t]*(\r?\n|\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex FrontMatter();
}
