namespace Quanta.Formats.Files;

/// <summary>Opens files for reading, and says plainly where what stands there is something else.</summary>
public static class InputFile
{
    /// <summary>All bytes of a file or a pipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="required">What it should be, e.g. "a tokenizer.json".</param>
    /// <exception cref="InvalidDataException">It is a folder, empty, or one of the <see cref="FileKinds"/> that stand in for others.</exception>
    public static byte[] ReadAllBytes(string path, string required)
    {
        CheckIsNoFolder(path, required);
        var bytes = File.ReadAllBytes(path);
        FileKinds.Check(path, bytes.AsSpan(0, Math.Min(bytes.Length, FileKinds.BytesLookedAt)), required);
        return bytes;
    }

    /// <summary>A file of the same content that can be read several times: the file itself, or, where the path is a pipe, a copy.</summary>
    /// <param name="path">The file or pipe; it is opened once.</param>
    /// <param name="required">What it should be.</param>
    /// <param name="copy">Where a pipe's content goes; the caller deletes it.</param>
    /// <param name="cancellation">Stops the copying. What came until then is no whole content.</param>
    /// <exception cref="InvalidDataException">It is a folder.</exception>
    public static string Seekable(string path, string required, string copy, CancellationToken cancellation)
    {
        using var stream = Open(path, required, bufferSize: 0);
        if (stream.CanSeek) return path;
        AtomicFile.Write(copy, file =>
        {
            var buffer = new byte[1 << 17];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                file.Write(buffer.AsSpan(0, read));
            }
            cancellation.ThrowIfCancellationRequested();
        });
        return copy;
    }

    internal static FileStream Open(string path, string required, int bufferSize)
    {
        CheckIsNoFolder(path, required);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize, FileOptions.SequentialScan);
    }

    private static void CheckIsNoFolder(string path, string required)
    {
        if (Directory.Exists(path)) throw BadFile.Because(path, $"it is a folder, but {required} is required; name a file.");
    }
}
