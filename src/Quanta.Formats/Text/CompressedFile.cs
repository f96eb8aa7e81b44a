using System.IO.Compression;

namespace Quanta.Formats.Text;

/// <summary>Opens files that may be compressed, telling by their first bytes and not by their names.</summary>
public static class CompressedFile
{
    private const int BufferSize = 1 << 17;

    /// <summary>Opens a plain, gzip or zstd file for reading its plain content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxZstdWindowLog">See <see cref="ZstdStream"/>.</param>
    /// <exception cref="DllNotFoundException">The file is zstd and libzstd is not installed.</exception>
    public static Stream OpenRead(string path, int maxZstdWindowLog = ZstdStream.DefaultWindowLog)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.SequentialScan);
        try
        {
            Span<byte> start = stackalloc byte[4];
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            file.Position = 0;
            if (IsGzip(start)) return new GzipReader(file);
            return IsZstd(start) ? new ZstdStream(file, CompressionMode.Decompress, maxWindowLog: maxZstdWindowLog) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1F, 0x8B, ..];

    /// <summary>A zstd frame, or a skippable one before the first.</summary>
    private static bool IsZstd(ReadOnlySpan<byte> start) => start is [0x28, 0xB5, 0x2F, 0xFD] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18];
}
