using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Quanta.Testing;

/// <summary>A hub as the public one answers: its calls at one address, its large files at another, to which it redirects.</summary>
public sealed class FakeHub : IDisposable
{
    private const int FilesOfAPage = 2;
    private static readonly string[] LargeEndings = [".safetensors", ".bin", ".parquet"];
    private readonly Dictionary<string, FakeRepository> _repositories = [];
    private readonly ConcurrentDictionary<string, byte[]> _stored = [];

    public FakeHub()
    {
        Calls = new FakeHttpServer(request => Answer(request));
        Storage = new FakeHttpServer(request =>
            _stored.TryGetValue(request.Target.Split('?')[0][1..], out var content) ? Content(request, content) : FakeAnswer.Text(404, ""));
    }

    /// <summary>The hub itself.</summary>
    public FakeHttpServer Calls { get; }

    /// <summary>Where large files lie.</summary>
    public FakeHttpServer Storage { get; }

    public Uri Endpoint => Calls.Address;

    /// <summary>A repository whose files are the same at all revisions but for what <see cref="FakeRepository.Set"/> says.</summary>
    /// <param name="path">As in the addresses of its pages: OWNER/NAME, or datasets/OWNER/NAME.</param>
    public FakeRepository Add(string path) => _repositories[path] = new FakeRepository(path);

    /// <summary>The hash by which the hub knows a content.</summary>
    public static string HashOf(string path, byte[] content) => IsLarge(path)
        ? Convert.ToHexStringLower(SHA256.HashData(content))
        : Convert.ToHexStringLower(
            CryptographicOperations.HashData(HashAlgorithmName.SHA1, [.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    public void Dispose()
    {
        Calls.Dispose();
        Storage.Dispose();
    }

    private static bool IsLarge(string path) => LargeEndings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));

    private static FakeAnswer Content(FakeRequest request, byte[] content) => request.From == 0
        ? new FakeAnswer(200, content)
        : new FakeAnswer(206, content[request.From..], ("Content-Range", $"bytes {request.From}-{content.Length - 1}/{content.Length}"));

    private static FakeAnswer Refusal(int status, string code) => FakeAnswer.Text(status, "", ("X-Error-Code", code), ("X-Error-Message", $"{code} it is"));

    private static FakeAnswer Json(object value, params (string, string)[] headers) => FakeAnswer.Text(200, JsonSerializer.Serialize(value), headers);

    private FakeAnswer Answer(FakeRequest request)
    {
        var parts = Regex.Match(request.Target, @"^/(?:api/(?:models/)?)?(.+?)/(revision|tree|resolve|refs)(?:/([^/?]+))?(?:/([^?]+))?(?:\?(.*))?$");
        var path = parts.Groups[1].Value;
        if (!parts.Success || !_repositories.TryGetValue(path, out var repository)) return Refusal(401, "RepoNotFound");
        if (repository.Token is { } token && request.Header("Authorization") != $"Bearer {token}") return Refusal(403, "GatedRepo");
        if (parts.Groups[2].Value == "refs") return Json(new { branches = repository.Revisions.Keys.Select(name => new { name }), tags = Array.Empty<object>() });
        var revision = Uri.UnescapeDataString(parts.Groups[3].Value);
        if (repository.CommitOf(revision) is not { } commit) return Refusal(404, "RevisionNotFound");
        return parts.Groups[2].Value switch
        {
            "revision" => Json(new { sha = commit }),
            "tree" => Tree(repository.Files(commit), request, parts.Groups[5].Value),
            _ => Resolve(repository.Files(commit), Uri.UnescapeDataString(parts.Groups[4].Value), request),
        };
    }

    private FakeAnswer Tree(SortedDictionary<string, byte[]> files, FakeRequest request, string query)
    {
        var from = Regex.Match(query, @"cursor=(\d+)") is { Success: true } cursor ? int.Parse(cursor.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        var folder = new { type = "directory", path = "data", oid = "", size = 0 };
        object[] entries = [.. files.Skip(from).Take(FilesOfAPage).Select(file => EntryOf(file.Key, file.Value)), folder];
        return from + FilesOfAPage < files.Count
            ? Json(entries, ("Link", $"<{Endpoint}{request.Target.Split('?')[0][1..]}?recursive=true&cursor={from + FilesOfAPage}>; rel=\"next\""))
            : Json(entries);
    }

    private static object EntryOf(string path, byte[] content) => IsLarge(path)
        ? new { type = "file", path, size = 134, oid = new string('0', 40), lfs = new { oid = HashOf(path, content), size = content.Length, pointerSize = 134 } }
        : new { type = "file", path, size = content.Length, oid = HashOf(path, content) };

    private FakeAnswer Resolve(SortedDictionary<string, byte[]> files, string path, FakeRequest request)
    {
        if (!files.TryGetValue(path, out var content)) return Refusal(404, "EntryNotFound");
        if (!IsLarge(path)) return Content(request, content);
        var hash = HashOf(path, content);
        _stored[hash] = content;
        return FakeAnswer.Text(302, "", ("Location", $"{Storage.Address}{hash}?signature={Calls.Requests.Count}"), ("X-Linked-Etag", $"\"{hash}\""));
    }
}

/// <summary>A repository of a <see cref="FakeHub"/>.</summary>
public sealed class FakeRepository(string path)
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Commit, string File), byte[]> _special = [];

    /// <summary>What gives access; null where everyone has it.</summary>
    public string? Token { get; set; }

    /// <summary>Branches and the commits that they mean.</summary>
    public Dictionary<string, string> Revisions { get; } = new() { ["main"] = CommitFor(path, "main") };

    /// <summary>Makes a branch.</summary>
    public FakeRepository Branch(string revision)
    {
        Revisions[revision] = CommitFor(path, revision);
        return this;
    }

    /// <summary>Puts a file into all revisions, or with <paramref name="revision"/> into one.</summary>
    public FakeRepository Set(string file, byte[] content, string? revision = null)
    {
        if (revision is null) _files[file] = content;
        else _special[(Branch(revision).Revisions[revision], file)] = content;
        return this;
    }

    public FakeRepository Set(string file, string content, string? revision = null) => Set(file, Encoding.UTF8.GetBytes(content), revision);

    internal string? CommitOf(string revision) => Revisions.TryGetValue(revision, out var commit) ? commit : Revisions.ContainsValue(revision) ? revision : null;

    internal SortedDictionary<string, byte[]> Files(string commit)
    {
        var files = new SortedDictionary<string, byte[]>(_files, StringComparer.Ordinal);
        foreach (var ((at, file), content) in _special.Where(special => special.Key.Commit == commit)) files[file] = content;
        return files;
    }

    private static string CommitFor(string path, string revision) => FakeHub.HashOf("", Encoding.UTF8.GetBytes($"{path}@{revision}"));
}
