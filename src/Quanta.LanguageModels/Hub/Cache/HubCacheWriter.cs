namespace Quanta.LanguageModels.Hub.Cache;

/// <summary>Puts files into one repository's folder of the cache, as every program does that shares it: content under its hash, then a link from the snapshot,
/// then the reference.</summary>
/// <remarks>Any step may be done by two processes at once: content appears whole or not at all, and the second finds what the first left.</remarks>
internal sealed class HubCacheWriter(string cache, HubCacheFolder folder, bool makeLinks)
{
    /// <summary>Between the hash and .incomplete other programs put something random; ours is always the same, so that a killed fetch is found again.</summary>
    private const string PartialSuffix = ".quanta.incomplete";

    private const string TagName = "CACHEDIR.TAG", TagText = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of files from the Hugging Face hub.\n";

    public string SnapshotOf(string commit) => Path.Combine(folder.Snapshots, commit);

    /// <summary>Whether a file's content is there: among the blobs, or in the snapshot itself.</summary>
    public bool Has(string commit, HubFile file) => HasBlob(file) || IsPlaced(commit, file);

    public bool HasBlob(HubFile file) => HubSnapshot.LengthOf(BlobOf(file)) == file.Size;

    /// <summary>How much of a file an earlier fetch left.</summary>
    public long PartialLength(HubFile file) => Math.Min(HubSnapshot.LengthOf(PartialOf(file)) ?? 0, file.Size);

    /// <summary>Opens what is there of a file for more; null while another process has it open.</summary>
    public FileStream? TryOpenPartial(HubFile file)
    {
        Directory.CreateDirectory(folder.Blobs);
        try
        {
            return new FileStream(PartialOf(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException busy) when (IsInUse(busy))
        {
            return null;
        }
    }

    /// <summary>Gives a whole and checked partial file its name. Does nothing where another process was faster.</summary>
    public void Publish(HubFile file)
    {
        try
        {
            File.Move(PartialOf(file), BlobOf(file), overwrite: true);
        }
        catch (IOException) when (HasBlob(file) || !OperatingSystem.IsWindows() && !File.Exists(PartialOf(file)))
        {
            // Another process that waited for this file has given it its name.
        }
        catch (IOException busy) when (IsInUse(busy))
        {
            // Another process has it open and does the same.
        }
    }

    /// <summary>Deletes a partial file of which nothing is needed, unless another process has it open.</summary>
    public void DiscardPartial(HubFile file)
    {
        try
        {
            File.Delete(PartialOf(file));
        }
        catch (IOException busy) when (IsInUse(busy))
        {
            // It will find the whole file and do the same.
        }
    }

    /// <summary>Makes a file of a snapshot: a relative link to the blob, or where links are impossible the content itself.</summary>
    /// <param name="commit">The snapshot.</param>
    /// <param name="file">The file, whose blob is there.</param>
    /// <param name="keepBlob">Whether the blob is needed again where no link can be made.</param>
    public void Place(string commit, HubFile file, bool keepBlob)
    {
        if (IsPlaced(commit, file)) return;
        var path = PathOf(commit, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = Aside();
        if (!makeLinks || !TryLink(aside, Path.GetRelativePath(Path.GetDirectoryName(path)!, BlobOf(file))))
        {
            if (keepBlob) File.Copy(BlobOf(file), aside);
            else File.Move(BlobOf(file), aside);
        }
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Notes which commit a branch or tag meant.</summary>
    public void WriteReference(string revision, string commit)
    {
        if (HubReference.IsCommit(revision)) return;
        var path = Path.Combine(folder.References, revision);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = Aside();
        File.WriteAllText(aside, commit);
        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Marks the cache for backup programs, which leave such folders out.</summary>
    public void WriteTag()
    {
        Directory.CreateDirectory(folder.Path);
        var tag = Path.Combine(cache, TagName);
        if (File.Exists(tag)) return;
        var aside = Aside();
        File.WriteAllText(aside, TagText);
        File.Move(aside, tag, overwrite: true);
    }

    private static bool TryLink(string path, string target)
    {
        try
        {
            File.CreateSymbolicLink(path, target);
            return true;
        }
        catch (Exception impossible) when (impossible is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Whether a file cannot be opened because another process has it open: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION, EAGAIN of Linux and macOS.</summary>
    private static bool IsInUse(IOException problem) => (problem.HResult & 0xFFFF) is 32 or 33 or 11 or 35;

    private bool IsPlaced(string commit, HubFile file) => HubSnapshot.LengthOf(PathOf(commit, file)) == file.Size;

    private string PathOf(string commit, HubFile file) => Path.Combine(SnapshotOf(commit), file.Path.Replace('/', Path.DirectorySeparatorChar));

    private string BlobOf(HubFile file) => Path.Combine(folder.Blobs, file.Hash);

    private string PartialOf(HubFile file) => BlobOf(file) + PartialSuffix;

    /// <summary>A name that nothing has yet, on the cache's own disk.</summary>
    private string Aside() => Path.Combine(folder.Path, $"{Path.GetRandomFileName()}.incomplete");
}
