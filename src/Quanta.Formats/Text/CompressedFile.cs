using Quanta.Formats.Files;

namespace Quanta.Formats.Text;

/// <summary>Opens files, or pipes, that may be compressed, telling by their first bytes and not by their names.</summary>
public static class CompressedFile
{
    private const int BufferSize = 1 << 17;

    /// <summary>Opens a plain, gzip or zstd file for reading its plain content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="required">What its plain content should be, e.g. "a file of JSON lines".</param>
    /// <param name="maxZstdWindowLog">See <see cref="Zstd.Decompress"/>.</param>
    /// <param name="mayBeHtml">Whether the plain content may be an HTML page.</param>
    /// <exception cref="InvalidDataException">It is a folder, a Git LFS pointer, an HTML page or a Parquet file.</exception>
    public static Stream OpenRead(string path, string required, int maxZstdWindowLog = Zstd.DefaultWindowLog, bool mayBeHtml = false)
    {
        var file = InputFile.Open(path, required, BufferSize);
        try
        {
            var start = new byte[FileKinds.BytesLookedAt];
            Array.Resize(ref start, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
            var kind = FileKinds.Of(start);
            if (kind != FileKind.Empty && !(kind == FileKind.Html && mayBeHtml)) FileKinds.Check(path, start, required);
            Stream whole = new RejoinedInput(start, file);
            return kind switch
            {
                FileKind.Gzip => new GzipReader(whole),
                FileKind.Zstd => Zstd.Decompress(whole, maxZstdWindowLog),
                _ => whole,
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
