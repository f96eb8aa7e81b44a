using System.Text.Json;
using Quanta.Formats.Tensors;

namespace Quanta.LanguageModels.Hub;

/// <summary>Which files of a repository make a model: its configuration, one set of weights, its tokenizer. Code never.</summary>
public static class ModelFiles
{
    private const string Configuration = "config.json", IndexSuffix = ".index.json";

    private static readonly string[] Tokenizer = ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt"];

    /// <summary>Chooses among a repository's files; of several sets of weights the one that is read first.</summary>
    /// <param name="paths">All files of the repository.</param>
    /// <param name="readIndex">Reads the index of weights in several files.</param>
    /// <param name="model">What messages call the model.</param>
    /// <exception cref="InvalidDataException">There is no configuration or no weights, or the index names what is not there.</exception>
    public static async Task<IReadOnlyList<string>> ChooseAsync(IReadOnlyCollection<string> paths, Func<string, Task<byte[]>> readIndex, string model)
    {
        ArgumentNullException.ThrowIfNull(readIndex);
        var all = paths.ToHashSet(StringComparer.Ordinal);
        if (!all.Contains(Configuration)) throw new InvalidDataException($"{model} has no {Configuration}, so it is no model that could be read.");
        var weights = TensorSource.FolderFileNames.FirstOrDefault(all.Contains)
            ?? throw new InvalidDataException($"{model} has no weights that could be read: one of {string.Join(", ", TensorSource.FolderFileNames)} is required.");
        var shards = weights.EndsWith(IndexSuffix, StringComparison.Ordinal) ? ShardsIn(await readIndex(weights), weights, model) : [];
        if (shards.FirstOrDefault(shard => !all.Contains(shard)) is { } missing)
            throw new InvalidDataException($"{weights} of {model} names {missing}, which is not there.");
        return [Configuration, weights, .. shards, .. Tokenizer.Where(all.Contains)];
    }

    /// <summary>The files that an index names: {"weight_map": {TENSOR: FILE}}.</summary>
    private static string[] ShardsIn(byte[] index, string name, string model)
    {
        try
        {
            using var document = JsonDocument.Parse(index);
            var owners = document.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString() ?? "");
            string[] shards = [.. owners.Distinct().Order(StringComparer.Ordinal)];
            if (shards.FirstOrDefault(shard => !HubFile.IsSafe(shard) || shard.Contains('/', StringComparison.Ordinal)) is not { } outside) return shards;
            throw new InvalidDataException($"{name} of {model} names the file \"{outside}\", but only files beside the index are read.");
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{name} of {model} is no index of weights: a \"weight_map\" from tensors to files is required.", problem);
        }
    }
}
