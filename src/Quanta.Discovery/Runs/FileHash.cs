using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Quanta.Formats.Files;

namespace Quanta.Discovery.Runs;

/// <summary>SHA-256 of files and sets of files, as lower-case hexadecimal digits.</summary>
public static class FileHash
{
    private const int PieceLength = 1 << 22;
    private const double BytesPerMegabyte = 1e6;

    /// <summary>Hashes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="observer">Is told of progress, or null.</param>
    public static string Sha256(string path, IStageObserver? observer = null)
    {
        using var stream = File.OpenRead(path);
        var total = stream.CanSeek ? (long)(stream.Length / BytesPerMegabyte) : IStageObserver.UnknownTotal;
        using var progress = (observer ?? SilentObserver.Instance).Begin($"checksum of {Path.GetFileName(path)}", total, "MB");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[PieceLength];
        var done = 0L;
        for (int read; (read = stream.Read(piece)) > 0; done += read)
        {
            hash.AppendData(piece, 0, read);
            progress.Advance((long)((done + read) / BytesPerMegabyte) - (long)(done / BytesPerMegabyte));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>One hash over the names, without their folders, and contents of files, in their order.</summary>
    /// <param name="files">Their paths.</param>
    /// <param name="hashOf">The hash of one.</param>
    public static string Sha256OfFiles(IEnumerable<string> files, Func<string, string> hashOf)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files) hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(file)}\0{hashOf(file)}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What a file's hash was when it was last read.</summary>
/// <param name="Length">Its size, in bytes.</param>
/// <param name="Modified">When it was last written, in ticks of 100 ns, UTC.</param>
/// <param name="Sha256">Its hash.</param>
internal sealed record RememberedHash(long Length, long Modified, string Sha256);

/// <summary>Hashes of files, remembered by size and time of change in the run folder: a resumed run does not read its checkpoints again for them.</summary>
/// <remarks>A file that was written less than <see cref="Settled"/> before it was read is not remembered: a later write could leave size and time as they are.
/// The system's clock is read for nothing else. Where it was set back, files that were written before seem to be of the future, and are read again until it has caught up;
/// a file that was written twice, at times that the set-back clock made equal to a tick, or whose times were set by hand, is not noticed.</remarks>
public sealed class HashMemory
{
    private const string FileName = ".hashes.json";

    /// <summary>Longer than the coarsest file system's clock ticks (2 s on FAT).</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly string _path;
    private readonly Dictionary<string, RememberedHash> _known;
    private bool _isChanged;

    internal HashMemory(string folder)
    {
        _path = Path.Combine(folder, FileName);
        _known = Read(_path);
    }

    /// <summary>The file's hash.</summary>
    public string Sha256(string path, IStageObserver? observer = null)
    {
        var hash = Hash(path, observer);
        Save();
        return hash;
    }

    /// <summary>One hash over the names and contents of several files, see <see cref="FileHash.Sha256OfFiles"/>.</summary>
    public string Sha256OfFiles(IEnumerable<string> files, IStageObserver? observer = null)
    {
        var hash = FileHash.Sha256OfFiles(files, file => Hash(file, observer));
        Save();
        return hash;
    }

    private string Hash(string path, IStageObserver? observer)
    {
        var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path));
        var (length, modified) = (file.Length, file.LastWriteTimeUtc);
        if (_known.TryGetValue(file.FullName, out var known) && known.Length == length && known.Modified == modified.Ticks) return known.Sha256;
        var begun = DateTime.UtcNow;
        var hash = FileHash.Sha256(path, observer);
        if (begun - modified < Settled) return hash;
        _known[file.FullName] = new RememberedHash(length, modified.Ticks, hash);
        _isChanged = true;
        return hash;
    }

    private void Save()
    {
        if (!_isChanged) return;
        AtomicFile.WriteText(_path, JsonSerializer.Serialize(_known, RunJson.Default.DictionaryStringRememberedHash));
        _isChanged = false;
    }

    /// <summary>What cannot be read is not remembered: hashing again costs time only.</summary>
    private static Dictionary<string, RememberedHash> Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), RunJson.Default.DictionaryStringRememberedHash) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
