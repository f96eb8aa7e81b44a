using System.Text.Json;
using System.Text.RegularExpressions;

namespace Quanta.Discovery.Corpus;

/// <summary>The files of a corpus: a file is itself, a folder its shards.</summary>
public static partial class CorpusShards
{
    private const string State = "state.json", Splits = "dataset_dict.json";

    /// <summary>What the name of a shard ends with; a folder may hold one kind.</summary>
    private static readonly string[][] Kinds = [[".parquet"], [".arrow"], [".jsonl", ".jsonl.gz", ".jsonl.zst"]];

    /// <summary>The files, in order.</summary>
    /// <remarks>A folder that the datasets library saved names its files in state.json. Of another the files are taken whose names end in .parquet, .arrow, .jsonl,
    /// .jsonl.gz or .jsonl.zst, in the order of their names.</remarks>
    /// <exception cref="InvalidDataException">A folder holds no shards, or several kinds or splits of them, or lacks one.</exception>
    public static IReadOnlyList<string> Of(IEnumerable<string> paths) => [.. paths.SelectMany(path => Directory.Exists(path) ? OfFolder(path) : [path])];

    private static List<string> OfFolder(string folder)
    {
        if (File.Exists(Path.Combine(folder, State))) return OfState(folder);
        var files = Directory.EnumerateFiles(folder).Where(file => KindOf(file) is not null).OrderBy(Path.GetFileName, StringComparer.Ordinal).ToList();
        if (files.Count == 0) throw Bad(folder, $"it is a folder without .parquet, .arrow or .jsonl files; {Inside(folder)}");
        var kinds = files.Select(KindOf).Distinct().ToList();
        if (kinds.Count > 1)
            throw Bad(folder, $"it is a folder of several kinds of files ({string.Join(", ", kinds)}), of which one is required; name the files.");
        CheckNumbers(folder, files);
        return files;
    }

    private static string? KindOf(string file) => Kinds.FirstOrDefault(kind => kind.Any(end => file.EndsWith(end, StringComparison.Ordinal)))?[0];

    /// <summary>Names such as train-00000-of-00003.parquet, or with a hash before the dot, tell of splits that must not be mixed, and of shards that must be there.</summary>
    private static void CheckNumbers(string folder, List<string> files)
    {
        var shards = files.Select(file => ShardName().Match(Path.GetFileName(file))).Where(match => match.Success).ToList();
        if (shards.Count == 0) return;
        var splits = shards.Select(shard => shard.Groups["split"].Value).Distinct().ToList();
        if (splits.Count > 1) throw Bad(folder, $"it is a folder of several splits ({string.Join(", ", splits)}), of which one is required; name the files.");
        var (total, numbers) = (shards[0].Groups["total"].Value, shards.Select(shard => int.Parse(shard.Groups["number"].ValueSpan)).ToHashSet());
        var missing = Enumerable.Range(0, int.Parse(total)).Where(number => !numbers.Contains(number)).ToList();
        if (missing.Count > 0)
            throw Bad(folder, $"{missing.Count} of its {total} shards are missing, the first is number {missing[0]:D5}; fetch them, or name the files to read.");
    }

    private static List<string> OfState(string folder)
    {
        var path = Path.Combine(folder, State);
        try
        {
            using var state = JsonDocument.Parse(File.ReadAllBytes(path));
            var names = state.RootElement.GetProperty("_data_files").EnumerateArray().Select(file => file.GetProperty("filename").GetString()!).ToList();
            if (names.Count == 0) throw Bad(folder, "it is a folder of the datasets library without a data file.");
            if (names.Find(name => !File.Exists(Path.Combine(folder, name))) is { } missing) throw Bad(folder, $"{State} names {missing}, which is missing; fetch it.");
            return [.. names.Select(name => Path.Combine(folder, name))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Bad(path, $"it must name the data files, as the datasets library writes it, but it does not ({exception.Message.TrimEnd('.')}).");
        }
    }

    private static string Inside(string folder)
    {
        var names = Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path));
        var inner = names.Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal).ToList();
        if (File.Exists(Path.Combine(folder, Splits))) return $"the datasets library saved splits here, so name the folder of one: {string.Join(", ", inner)}.";
        return inner.Count == 0 ? "name the files." : $"name the files, or one of the folders in it: {string.Join(", ", inner)}.";
    }

    private static InvalidDataException Bad(string path, string sentence) => new($"{path}: {sentence}");

    [GeneratedRegex(@"^(?<split>.+)-(?<number>\d{5})-of-(?<total>\d{5})(-[0-9a-f]+)?\.", RegexOptions.ExplicitCapture)]
    private static partial Regex ShardName();
}
