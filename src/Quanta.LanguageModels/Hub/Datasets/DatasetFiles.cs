using System.Text.RegularExpressions;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.LanguageModels.Hub.Datasets;

/// <summary>Which Parquet files of a repository are which split: as its card says, else as their names do.</summary>
public static partial class DatasetFiles
{
    /// <summary>The data set's card, with YAML at its top.</summary>
    public const string CardName = "README.md";

    /// <summary>The branch where the hub keeps a copy of every data set as Parquet.</summary>
    public const string ConvertedRevision = "refs/convert/parquet";

    private const string Extension = ".parquet", Validation = "validation", Train = "train", Test = "test";

    private static readonly (string Word, string Split)[] Words =
    [
        ("training", Train), ("train", Train),
        ("validation", Validation), ("valid", Validation), ("val", Validation), ("dev", Validation),
        ("testing", Test), ("test", Test), ("evaluation", Test), ("eval", Test),
    ];

    /// <summary>The splits of a repository's own Parquet files; empty where it has none.</summary>
    /// <param name="paths">All files of the repository.</param>
    /// <param name="card">The text of its card; null where it has none.</param>
    public static IReadOnlyList<DatasetSplit> AtSource(IReadOnlyCollection<string> paths, string? card)
    {
        string[] files = [.. paths.Where(path => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        var declared = card is null ? [] : DatasetCard.Configs(card);
        if (declared.Count > 0)
        {
            return
            [
                .. declared.Select(each => new DatasetSplit(each.Config, each.Split, [.. files.Where(each.Matches)]) { IsOfDefaultConfig = each.IsDefault })
                    .Where(split => split.Paths.Count > 0),
            ];
        }
        var numbered = files.Where(path => Numbered().IsMatch(path)).ToList();
        return numbered.Count > 0
            ? Grouped(numbered, path => Numbered().Match(path).Groups[1].Value)
            : Grouped(files, path => path.Split('/').Reverse().Select(SplitNamedIn).FirstOrDefault(split => split is not null) ?? Train);
    }

    /// <summary>The splits of the hub's converted copy, CONFIG/SPLIT/0000.parquet, or CONFIG/partial-SPLIT/ where that is only the beginning.</summary>
    /// <param name="paths">All files of <see cref="ConvertedRevision"/>.</param>
    public static IReadOnlyList<DatasetSplit> Converted(IReadOnlyCollection<string> paths) =>
    [
        .. paths.Select(path => Copies().Match(path)).Where(match => match.Success)
            .GroupBy(match => (Config: match.Groups[1].Value, IsPartial: match.Groups[2].Success, Split: match.Groups[3].Value))
            .Select(same => new DatasetSplit(same.Key.Config, same.Key.Split, [.. same.Select(match => match.Value).Order(StringComparer.Ordinal)])
            {
                IsPartial = same.Key.IsPartial,
            }),
    ];

    /// <summary>The splits of a data set that the cache holds, as far as they were fetched; null where it holds none.</summary>
    /// <param name="cache">The cache's folder.</param>
    /// <param name="dataset">The data set; where it names no revision, main and then the converted copy are looked at.</param>
    public static (HubSnapshot Snapshot, IReadOnlyList<DatasetSplit> Splits)? InCache(string cache, HubReference dataset)
    {
        var folder = HubCacheFolder.Of(cache, dataset.Repository);
        foreach (var revision in dataset.Revision is { } named ? [named] : new[] { HubReference.Main, ConvertedRevision })
        {
            if (folder.TryFind(revision) is not { } snapshot) continue;
            var (files, card) = (snapshot.Files(), Path.Combine(snapshot.Path, CardName));
            var splits = revision == ConvertedRevision ? Converted(files) : AtSource(files, File.Exists(card) ? File.ReadAllText(card) : null);
            if (splits.Count > 0) return (snapshot, splits);
        }
        return null;
    }

    private static List<DatasetSplit> Grouped(IEnumerable<string> files, Func<string, string> splitOf) =>
        [.. files.GroupBy(splitOf).Select(same => new DatasetSplit(DatasetSplit.DefaultConfig, same.Key, [.. same]))];

    /// <summary>The split that a file's or a folder's name names: a word that stands between characters other than letters.</summary>
    private static string? SplitNamedIn(string name) =>
        Letters().Matches(name).Select(letters => Words.FirstOrDefault(each => letters.Value.Equals(each.Word, StringComparison.OrdinalIgnoreCase)).Split)
            .FirstOrDefault(split => split is not null);

    [GeneratedRegex(@"^data/(.+)-\d{5}-of-\d{5,}.*\.parquet\z", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^([^/]+)/(partial-)?([^/]+)/\d+\.parquet\z", RegexOptions.CultureInvariant)]
    private static partial Regex Copies();

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();
}
