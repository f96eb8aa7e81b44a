using System.Text.Json;
using Quanta.Formats.Files;
using Quanta.Formats.Text;

namespace Quanta.Formats.Tensors;

/// <summary>A checkpoint in several files, as an index file says: <c>{"weight_map": {"tensor": "file", ...}}</c>.</summary>
internal sealed class ShardedTensors : ITensorSource
{
    private readonly string _indexPath;
    private readonly Dictionary<string, ITensorSource> _shards = [];
    private readonly Dictionary<string, ITensorSource> _owners = [];
    private readonly Dictionary<string, TensorInfo> _tensors = [];
    private readonly Dictionary<string, string> _unreadable = [];

    /// <summary>Opens every shard that the index names; they lie beside it.</summary>
    public ShardedTensors(string indexPath)
    {
        _indexPath = indexPath;
        try
        {
            foreach (var (tensor, file) in ReadIndex(indexPath)) Add(tensor, file);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> UnreadableTensors => _unreadable;

    public void Read(string name, Span<float> destination) => Owner(name).Read(name, destination);

    public void Read(string name, Span<long> destination) => Owner(name).Read(name, destination);

    public void Dispose()
    {
        foreach (var shard in _shards.Values) shard.Dispose();
    }

    private void Add(string tensor, string file)
    {
        if (!_shards.TryGetValue(file, out var shard)) _shards[file] = shard = OpenShard(file);
        _owners[tensor] = shard;
        if (shard.Tensors.TryGetValue(tensor, out var info)) _tensors[tensor] = info;
        else if (shard.UnreadableTensors.TryGetValue(tensor, out var type)) _unreadable[tensor] = type;
        else throw BadFile.Because(_indexPath, $"it says that tensor '{tensor}' is in {file}, but that file has no such tensor.");
    }

    private ITensorSource OpenShard(string file)
    {
        if (file.Length == 0 || file is "." or ".." || file.AsSpan().ContainsAny('/', '\\', ':'))
            throw BadFile.Because(_indexPath, $"it names the file '{file}', but only files beside the index are read.");
        var path = Path.Combine(Path.GetDirectoryName(_indexPath) ?? "", file);
        return File.Exists(path)
            ? TensorSource.OpenAsNamed(path)
            : throw BadFile.Because(_indexPath, $"it names the file {file}, which is not beside it; the download is incomplete.");
    }

    private ITensorSource Owner(string name) =>
        _owners.TryGetValue(name, out var shard)
            ? shard
            : throw BadFile.Because(_indexPath, $"there is no tensor '{name}' among its {_owners.Count} tensors.");

    private static List<KeyValuePair<string, string>> ReadIndex(string path)
    {
        try
        {
            using var document = PythonJson.Read(path, "an index of shards");
            var map = document.RootElement.GetProperty("weight_map");
            return [.. map.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetString() ?? ""))];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            const string Reason = "it is no index of shards: a JSON object with a \"weight_map\" from tensor names to file names is required.";
            throw BadFile.Because(path, Reason, exception);
        }
    }
}
