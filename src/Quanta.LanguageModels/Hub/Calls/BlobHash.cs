using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Quanta.LanguageModels.Hub.Calls;

/// <summary>The hash of a file's content as it comes: SHA-256 of large files, Git's blob SHA-1 (of "blob LENGTH\0" and the content) of others.</summary>
internal sealed class BlobHash : IDisposable
{
    private readonly HubFile _file;
    private readonly IncrementalHash _hash;

    public BlobHash(HubFile file)
    {
        _file = file;
        _hash = IncrementalHash.CreateHash(file.IsLarge ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        Begin();
    }

    public void Append(ReadOnlySpan<byte> content) => _hash.AppendData(content);

    /// <summary>Whether all that was appended has the file's hash. Begins anew.</summary>
    public bool Agrees()
    {
        var found = Convert.ToHexStringLower(_hash.GetHashAndReset());
        Begin();
        return found == _file.Hash;
    }

    public void Dispose() => _hash.Dispose();

    private void Begin()
    {
        if (!_file.IsLarge) _hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {_file.Size}\0")));
    }
}
