using System.Security.Cryptography;
using System.Text;

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
