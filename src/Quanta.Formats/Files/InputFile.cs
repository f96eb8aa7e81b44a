using System.Text;

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

/// <summary>What a file is, as its first bytes tell.</summary>
public enum FileKind
{
    /// <summary>None of the kinds below.</summary>
    Other,
    Empty,

    /// <summary>A few lines of text that Git keeps in the place of a large file.</summary>
    LfsPointer,
    Html,
    Parquet,

    /// <summary>Arrow's IPC format, a stream or a file (Feather).</summary>
    Arrow,
    Gzip,
    Zstd,
}

/// <summary>Tells what files are that stand where another kind is needed.</summary>
public static class FileKinds
{
    /// <summary>How many of a file's first bytes are enough.</summary>
    public const int BytesLookedAt = 512;

    public static FileKind Of(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty) return FileKind.Empty;
        if (start is [0x1F, 0x8B, ..]) return FileKind.Gzip;
        if (start is [0x28, 0xB5, 0x2F, 0xFD, ..] or [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..]) return FileKind.Zstd; // a frame, or a skippable one
        if (start.StartsWith("PAR1"u8) || start.StartsWith("PARE"u8)) return FileKind.Parquet; // the second: with an encrypted footer
        if (start is [0xFF, 0xFF, 0xFF, 0xFF, _, _, _, 0x00, ..] || start.StartsWith("ARROW1"u8)) return FileKind.Arrow;
        if (start.StartsWith("version https://git-lfs.github.com/spec/"u8)) return FileKind.LfsPointer;
        return IsHtml(start) ? FileKind.Html : FileKind.Other;
    }

    /// <summary>Throws where the bytes are those of a file that stands in for another: empty, a Git LFS pointer, HTML, Parquet or Arrow.</summary>
    /// <param name="path">The file that messages name.</param>
    /// <param name="start">Its first <see cref="BytesLookedAt"/> bytes, or all.</param>
    /// <param name="required">What it should be, e.g. "a .npy file".</param>
    /// <exception cref="InvalidDataException">It stands in for another.</exception>
    public static void Check(string path, ReadOnlySpan<byte> start, string required)
    {
        if (Of(start) is var kind and (FileKind.Empty or FileKind.LfsPointer or FileKind.Html or FileKind.Parquet or FileKind.Arrow)) throw Refuse(path, kind, required);
    }

    internal static InvalidDataException Refuse(string path, FileKind kind, string required)
    {
        var (name, advice) = kind switch
        {
            FileKind.Empty => ("empty", "the download or copy was cut off, so fetch it again"),
            FileKind.LfsPointer => ("a Git LFS pointer", "fetch the file that it stands for with `git lfs pull`, or download it anew"),
            FileKind.Html => ("an HTML page", "the server sent a page in the place of the file, so look at what it says and download the file again"),
            FileKind.Parquet => ("a Parquet file", "convert it first, e.g. pandas.read_parquet(FILE).to_json(NEW, orient='records', lines=True)"),
            FileKind.Arrow => ("an Arrow file", "convert it first, e.g. datasets.Dataset.from_file(FILE).to_json(NEW)"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Only files that stand in for others are refused."),
        };
        return BadFile.Because(path, $"it is {name}, but {required} is required; {advice}.");
    }

    private static bool IsHtml(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start).AsSpan().TrimStart("\u00EF\u00BB\u00BF \t\r\n");
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>Makes the one kind of exception that readers throw for bad content, with the file named first.</summary>
internal static class BadFile
{
    /// <param name="name">The file's path, with the part of the file where that helps.</param>
    /// <param name="sentence">What is wrong, what was required and what was found; begins in lower case and ends with a full stop.</param>
    /// <param name="inner">The lower level's exception, if there is one.</param>
    public static InvalidDataException Because(string name, string sentence, Exception? inner = null) => new($"{name}: {sentence}", inner);
}
