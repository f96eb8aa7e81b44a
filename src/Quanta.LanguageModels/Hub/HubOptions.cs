namespace Quanta.LanguageModels.Hub;

/// <summary>Where the hub and its cache are, and how patient a fetch is.</summary>
public sealed record HubOptions
{
    /// <summary>The cache's folder, which holds models--OWNER--NAME.</summary>
    public required string Cache { get; init; }

    /// <summary>The hub; may have a path of its own, as mirrors do.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>Sent to the endpoint and to no other host; null for what is public.</summary>
    public string? Token { get; init; }

    /// <summary>Use no network at all.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Make snapshots of symbolic links into the blobs, where the system allows; otherwise of plain files.</summary>
    public bool MakeLinks { get; init; } = true;

    /// <summary>How many files are fetched at once.</summary>
    public int ParallelFiles { get; init; } = 4;

    /// <summary>How long the headers of an answer may take.</summary>
    public TimeSpan HeaderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing may come of an answer's body.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a call is repeated that failed for what may pass: a cut connection, 408, 429, 5xx. A file that grew by a mebibyte since starts anew.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>The wait before the first repetition, which doubles with each, unless the server says how long.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait that a server may ask for; a fetch that must wait longer ends.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What waits are measured by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The free bytes where a path lies; null where that cannot be told.</summary>
    internal Func<string, long?> FreeBytes { get; init; } = DiskSpace.FreeBytesAt;

    /// <summary>Put around the file that a download grows in.</summary>
    internal Func<Stream, Stream> AroundPartialFile { get; init; } = stream => stream;
}

/// <summary>Is told how a fetch goes. Safe for use from several threads.</summary>
public interface IHubObserver
{
    /// <summary>So many more bytes are there; negative where a file had to start over.</summary>
    void Advance(long bytes);

    /// <summary>Something that the user should know and that is no error: a sentence.</summary>
    void Note(string sentence);
}

/// <summary>The room on a disk.</summary>
internal static class DiskSpace
{
    /// <summary>The free bytes of the disk of a path, which need not be there yet; null where the system does not tell, as for network shares.</summary>
    public static long? FreeBytesAt(string path)
    {
        var folder = Path.GetFullPath(path);
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent) folder = parent;
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
