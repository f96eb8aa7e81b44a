using System.Formats.Tar;

namespace Quanta.Formats.Files;

/// <summary>Writes files so that a reader finds either the old content or the whole new one, never a part.</summary>
/// <remarks>
/// <para>The content goes to <c>path + ".partial"</c> in the same folder, is flushed to the disk, and is renamed over the target. A killed process
/// leaves at most a .partial file, which the next writer overwrites. The permissions of a file that was there are kept.</para>
/// <para>A link stays a link: the file that it names is replaced, or made. A pipe, a device, and an open file of the process such as /dev/stdout are
/// written into, the whole content at the end. Of a file with several names (hard links) only the one that is given gets the new content: the others keep
/// the old, as with every program that replaces files whole.</para>
/// </remarks>
public static class AtomicFile
{
    /// <summary>What is added to a file's name while it is being written.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>Writes a file through a buffered stream. If <paramref name="write"/> throws, the target stays as it was.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var writer = new AtomicFileWriter(path);
        write(writer.Stream);
        writer.Complete();
    }

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}

/// <summary>An open file that replaces its target on <see cref="Complete"/> and is discarded when disposed before; see
/// <see cref="AtomicFile"/>.</summary>
public sealed class AtomicFileWriter : IDisposable
{
    private const int BufferSize = 1 << 16;
    private readonly OutputTarget _target;
    private readonly FileStream _stream;
    private bool _closed;

    /// <exception cref="IOException">The .partial file is in use by another writer, or cannot be made.</exception>
    public AtomicFileWriter(string path)
    {
        _target = OutputTarget.Of(path);
        _stream = new FileStream(_target.PartialPath, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferSize);
    }

    /// <summary>The content so far: seekable, readable and writable.</summary>
    public Stream Stream => _stream;

    /// <summary>Flushes to the disk and replaces the target.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _stream.Flush(flushToDisk: true);
        Close();
        _target.Replace();
    }

    public void Dispose()
    {
        if (_closed) return;
        Close();
        File.Delete(_target.PartialPath);
    }

    private void Close()
    {
        _closed = true;
        _stream.Dispose();
    }
}

/// <summary>Where the content of an output goes first, and how it then gets to the path that was named; see <see cref="AtomicFile"/>.</summary>
internal sealed class OutputTarget
{
    /// <summary>Where links to open pipes lead, as those of /dev/stdout: to no path that could be replaced.</summary>
    private static readonly string[] OpenFiles = ["/proc/", "/dev/fd/"];

    private readonly string _path;
    private readonly bool _isStream;

    private OutputTarget(string path, string partialPath, bool isStream) => (_path, PartialPath, _isStream) = (path, partialPath, isStream);

    /// <summary>The file that is written until <see cref="Replace"/>.</summary>
    public string PartialPath { get; }

    /// <summary>Follows links to the file that they name, which need not exist.</summary>
    public static OutputTarget Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (IsStream(path)) return new OutputTarget(path, Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), isStream: true);
        // A path that is no link stays as it was given: whoever resumes an output looks for its partial file there.
        var file = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        return new OutputTarget(file, file + AtomicFile.PartialSuffix, isStream: false);
    }

    /// <summary>Gives the partial file the target's name and the permissions of what was there, or pours it into a pipe or a device.</summary>
    public void Replace()
    {
        if (_isStream)
        {
            using (var partial = File.OpenRead(PartialPath))
            using (var stream = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0)) partial.CopyTo(stream);
            File.Delete(PartialPath);
            return;
        }
        if (!OperatingSystem.IsWindows() && File.Exists(_path)) File.SetUnixFileMode(PartialPath, File.GetUnixFileMode(_path));
        File.Move(PartialPath, _path, overwrite: true);
    }

    /// <summary>Whether a path, or what it links to, is a pipe, a device or a descriptor of this process: something to write into, not to replace.</summary>
    /// <remarks>The runtime does not tell kinds of files, but its archives do. All of these have no length, so that nothing is read but an empty
    /// file.</remarks>
    private static bool IsStream(string path)
    {
        var file = new FileInfo(path);
        if (OperatingSystem.IsWindows() || !file.Exists) return false;
        var target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        if (OpenFiles.Any(folder => target.FullName.StartsWith(folder, StringComparison.Ordinal))) return true;
        if (!target.Exists) return false;
        return ((FileInfo)target).Length == 0 && KindOf(target.FullName) is TarEntryType.Fifo or TarEntryType.CharacterDevice or TarEntryType.BlockDevice;
    }

    private static TarEntryType KindOf(string path)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true)) writer.WriteEntry(path, "file");
        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()!.EntryType;
    }
}
