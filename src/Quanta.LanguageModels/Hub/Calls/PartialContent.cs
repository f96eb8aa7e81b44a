namespace Quanta.LanguageModels.Hub.Calls;

/// <summary>A file that grows as it is fetched, and the hash of what is there.</summary>
internal sealed class PartialContent : IDisposable
{
    private const int ReadSize = 1 << 20;
    private readonly Stream _stream;
    private readonly HubFile _file;
    private readonly BlobHash _hash;

    private PartialContent(Stream stream, HubFile file) => (_stream, _file, _hash) = (stream, file, new BlobHash(file));

    public long Length => _stream.Length;

    public bool IsWhole => Length == _file.Size;

    /// <summary>Whether some of it came from an earlier fetch.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Takes over a file with what an earlier fetch left in it, and hashes that.</summary>
    public static async Task<PartialContent> OverAsync(Stream stream, HubFile file, CancellationToken cancellation)
    {
        var content = new PartialContent(stream, file);
        if (content.Length > file.Size) stream.SetLength(0);
        content.IsResumed = content.Length > 0;
        var buffer = new byte[Math.Min(ReadSize, Math.Max(1, content.Length))];
        stream.Position = 0;
        for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0;) content._hash.Append(buffer.AsSpan(0, count));
        return content;
    }

    /// <exception cref="HubException">More came than belongs to the file, or the disk is full.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _file.Size - Length) throw HubException.Transient($"More came of {_file.Path} than its {_file.Size:N0} bytes.");
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException problem)
        {
            const string Advice = "Make room and run the same command again; what has come of the file is kept, and it goes on from there.";
            throw new HubException($"{_file.Path} cannot be written: {problem.Message} {Advice}", problem);
        }
        _hash.Append(bytes);
    }

    /// <summary>Throws away what is there.</summary>
    public void Restart()
    {
        _stream.SetLength(0);
        _hash.Agrees();
        IsResumed = false;
    }

    /// <summary>Whether the whole has the file's hash, and is on the disk. Asked once.</summary>
    public bool Agrees()
    {
        if (!_hash.Agrees()) return false;
        _stream.Flush();
        if (_stream is FileStream file) file.Flush(flushToDisk: true);
        return true;
    }

    public void Dispose()
    {
        _hash.Dispose();
        _stream.Dispose();
    }
}
