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
