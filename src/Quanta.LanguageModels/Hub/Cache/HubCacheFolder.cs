namespace Quanta.LanguageModels.Hub.Cache;

/// <summary>One repository in the Hugging Face hub's cache: refs/REVISION holds a commit, snapshots/COMMIT the files, as links into blobs/.</summary>
/// <param name="path">models--OWNER--NAME or datasets--OWNER--NAME in a cache.</param>
public sealed class HubCacheFolder(string path)
{
    private const string SnapshotsName = "snapshots", ReferencesName = "refs", BlobsName = "blobs", Separator = "--";
    private static readonly string[] Prefixes = ["models--", "datasets--"];

    public string Path => path;

    /// <summary>NAME of OWNER/NAME.</summary>
    public string Name => System.IO.Path.GetFileName(path).Split(Separator)[^1];

    /// <summary>OWNER/NAME, or NAME where the hub has no owner.</summary>
    public string FullName => string.Join('/', System.IO.Path.GetFileName(path).Split(Separator)[1..]);

    /// <summary>Whether anything was ever fetched into it.</summary>
    public bool Exists => Directory.Exists(Snapshots);

    internal string Snapshots => System.IO.Path.Combine(path, SnapshotsName);

    internal string References => System.IO.Path.Combine(path, ReferencesName);

    internal string Blobs => System.IO.Path.Combine(path, BlobsName);

    /// <summary>A repository's folder in a cache, which need not be there.</summary>
    public static HubCacheFolder Of(string cache, HubRepository repository) => new(System.IO.Path.Combine(cache, repository.FolderName));

    /// <summary>The repository whose folder a path is; null for other paths.</summary>
    public static HubCacheFolder? At(string path)
    {
        var folder = new HubCacheFolder(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        var name = System.IO.Path.GetFileName(folder.Path);
        return Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) && folder.Exists ? folder : null;
    }

    /// <summary>The repositories of a kind in a cache, by name.</summary>
    public static IReadOnlyList<HubCacheFolder> All(string cache, HubKind kind) => Directory.Exists(cache)
        ? [.. Directory.EnumerateDirectories(cache, Prefixes[(int)kind] + "*").Order(StringComparer.Ordinal).Select(At).OfType<HubCacheFolder>()]
        : [];

    /// <summary>The branches and tags that were fetched, in ordinal order.</summary>
    public IReadOnlyList<string> Revisions() => Directory.Exists(References)
        ? [.. Directory.EnumerateFiles(References, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(References, file).Replace(System.IO.Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The snapshot of a branch, a tag or a commit; without one that of main, or the only one.</summary>
    /// <exception cref="InvalidDataException">There is no such snapshot, or there are several and none is named.</exception>
    public HubSnapshot Find(string? revision)
    {
        if (TryFind(revision ?? HubReference.Main) is { } found) return found;
        var all = Directory.Exists(Snapshots) ? Directory.GetDirectories(Snapshots) : [];
        if (revision is null && all.Length == 1) return HubSnapshot.At(all[0])!;
        throw new InvalidDataException(
            $"{path} holds {all.Length} snapshots, but none of revision {revision ?? HubReference.Main}; its revisions are "
            + $"{string.Join(", ", Revisions().DefaultIfEmpty("none"))}. Name one as OWNER/NAME@REVISION, or fetch it into the cache.");
    }

    /// <summary>The snapshot of a branch, a tag or a commit; null where there is none.</summary>
    public HubSnapshot? TryFind(string revision)
    {
        var commit = HubReference.IsCommit(revision) ? revision : CommitOf(revision);
        if (commit is null || !HubReference.IsCommit(commit)) return null;
        var folder = System.IO.Path.Combine(Snapshots, commit);
        if (!Directory.Exists(folder)) return null;
        return new HubSnapshot(folder, commit == revision ? NameOfCommit(commit, $"{Name}@{commit[..8]}") : NameAt(revision));
    }

    /// <summary>What a commit's results are called: NAME where main leads to it, or else NAME@REVISION of the first reference that does.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="unnamed">What it is called where no reference leads to it.</param>
    internal string NameOfCommit(string commit, string unnamed)
    {
        var revisions = Revisions().Where(revision => CommitOf(revision) == commit).ToList();
        return revisions.Count == 0 ? unnamed : NameAt(revisions.Contains(HubReference.Main) ? HubReference.Main : revisions[0]);
    }

    private string NameAt(string revision) => revision == HubReference.Main ? Name : $"{Name}@{revision.Replace('/', '-')}";

    private string? CommitOf(string revision)
    {
        var reference = System.IO.Path.Combine(References, revision);
        return File.Exists(reference) ? File.ReadAllText(reference).Trim() : null;
    }
}

/// <summary>A repository's files at a commit, on disk.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Name">What results are called: NAME, or NAME@REVISION.</param>
public sealed record HubSnapshot(string Path, string Name)
{
    /// <summary>The snapshot whose folder a path is; null for folders outside a cache.</summary>
    public static HubSnapshot? At(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        var commit = System.IO.Path.GetFileName(full);
        return System.IO.Path.GetDirectoryName(full) is { } snapshots && System.IO.Path.GetDirectoryName(snapshots) is { } folder
            && HubCacheFolder.At(folder) is { } repository && repository.Snapshots == snapshots
            ? new HubSnapshot(full, repository.NameOfCommit(commit, repository.Name))
            : null;
    }

    /// <summary>Its files whose content is there, with / between folders, in ordinal order. A link whose target is gone counts as absent.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Where(file => LengthOf(file) is not null)
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace(System.IO.Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The bytes of all its files.</summary>
    public long Bytes => Files().Sum(file => LengthOf(System.IO.Path.Combine(Path, file)) ?? 0);

    /// <summary>The bytes of a file, or of what a link leads to; null where there is none.</summary>
    internal static long? LengthOf(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null) file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
        return file.Exists && file.LinkTarget is null ? file.Length : null;
    }
}
