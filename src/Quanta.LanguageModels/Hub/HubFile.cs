using System.Text.RegularExpressions;
using Quanta.LanguageModels.Hub.Cache;

namespace Quanta.LanguageModels.Hub;

/// <summary>A file of a repository at a commit.</summary>
/// <remarks>What a server says of it becomes paths in the cache; anything that could lead out of the cache is refused.</remarks>
public sealed partial record HubFile
{
    private const int Sha256Digits = 64;

    /// <exception cref="HubException">The server's path, size or hash is impossible.</exception>
    internal HubFile(string path, long size, string hash)
    {
        if (!IsSafe(path)) throw new HubException($"The hub names a file \"{path}\", which could lead out of its folder. Nothing of it is fetched.");
        if (size < 0) throw new HubException($"The hub says that {path} has {size} bytes.");
        if (!Hashes().IsMatch(hash)) throw new HubException($"The hub gives {path} the hash \"{hash}\", but 40 or 64 hexadecimal digits are required.");
        (Path, Size, Hash) = (path, size, hash);
    }

    private HubFile(string path, long size) => (Path, Size, Hash) = (path, size, "");

    /// <summary>Its path in the repository, with / between folders.</summary>
    public string Path { get; }

    /// <summary>In bytes.</summary>
    public long Size { get; }

    /// <summary>In hexadecimal, and its name among the cache's blobs: the SHA-256 of a large file, Git's SHA-1 of any other. Empty where only the
    /// cache was asked.</summary>
    public string Hash { get; }

    /// <summary>Whether the hash is a SHA-256.</summary>
    internal bool IsLarge => Hash.Length == Sha256Digits;

    /// <summary>A file that only the cache tells of.</summary>
    internal static HubFile InCache(HubSnapshot snapshot, string path) => new(path, HubSnapshot.LengthOf(System.IO.Path.Combine(snapshot.Path, path)) ?? 0);

    /// <summary>Whether a path of a repository stays within its folder on every system: no empty part, no . or .., nothing but / between parts.</summary>
    internal static bool IsSafe(string path) =>
        path.Length > 0 && path.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && !part.Any(c => c is '\\' or ':' || char.IsControl(c)));

    [GeneratedRegex(@"^([0-9a-f]{40}|[0-9a-f]{64})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hashes();
}
