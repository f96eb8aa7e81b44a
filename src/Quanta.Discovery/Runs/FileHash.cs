using System.Security.Cryptography;
using System.Text;

namespace Quanta.Discovery.Runs;

/// <summary>SHA-256 of files and folders, as lower-case hexadecimal digits.</summary>
public static class FileHash
{
    public static string Sha256(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>One hash over the names and contents of the folder's own files (not of its subfolders), in ordinal order of their names.</summary>
    public static string Sha256OfFolder(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetFileName(file)}\0{Sha256(file)}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
