namespace Quanta.Discovery.Losses;

/// <summary>The Hugging Face hub's cache on disk: models--OWNER--NAME with refs/REVISION, which holds a snapshot's hash, and snapshots/HASH, the model's folder.</summary>
public static class HubCache
{
    private const string Prefix = "models--", Separator = "--", Snapshots = "snapshots", References = "refs", Main = "main";

    /// <summary>The folder that a name means: OWNER/NAME or OWNER/NAME@REVISION in a cache, unless there is such a path; other paths as they are.</summary>
    /// <param name="name">What the user named.</param>
    /// <param name="cache">The cache's folder.</param>
    /// <exception cref="InvalidDataException">The cache has the model, but not this revision.</exception>
    public static string Resolve(string name, string cache)
    {
        if (Directory.Exists(name) || name.Split('/') is not [{ Length: > 0 } owner, { Length: > 0 } rest]) return name;
        var (model, revision) = rest.Split('@', 2) is [var before, var after] ? (before, after) : (rest, null);
        var folder = Path.Combine(cache, Prefix + owner + Separator + model);
        return Directory.Exists(folder) ? SnapshotOf(folder, revision) : name;
    }

    /// <summary>Whether a folder is a model's in a cache, above its snapshots.</summary>
    public static bool IsModel(string path) => NameOf(path).StartsWith(Prefix, StringComparison.Ordinal) && Directory.Exists(Path.Combine(path, Snapshots));

    /// <summary>The snapshot of a revision: a reference or a hash; without one that of main, or the only one.</summary>
    /// <exception cref="InvalidDataException">There is no such revision, or there are several and none is named.</exception>
    public static string SnapshotOf(string folder, string? revision)
    {
        var all = Path.Combine(folder, Snapshots);
        var reference = Path.Combine(folder, References, revision ?? Main);
        var chosen = Path.Combine(all, File.Exists(reference) ? File.ReadAllText(reference).Trim() : revision ?? "");
        if (NameOf(chosen) != Snapshots && Directory.Exists(chosen)) return chosen;
        var found = Directory.GetDirectories(all);
        if (revision is null && found.Length == 1) return found[0];
        throw new InvalidDataException(
            $"{folder} holds {found.Length} snapshots, but none of revision {revision ?? Main}; its revisions are {string.Join(", ", Revisions(folder).Order(StringComparer.Ordinal).DefaultIfEmpty("none"))}. "
            + "Name one as OWNER/NAME@REVISION, or fetch it into the cache.");
    }

    /// <summary>What the results of a snapshot are called: NAME, or NAME@REVISION where only references other than main lead to it; null for folders outside a cache.</summary>
    public static string? ModelNameOf(string snapshot)
    {
        var (hash, all) = (NameOf(snapshot), Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(snapshot))));
        if (all is null || NameOf(all) != Snapshots || Path.GetDirectoryName(all) is not { } folder || !IsModel(folder)) return null;
        var model = NameOf(folder)[Prefix.Length..].Split(Separator, 2)[^1];
        var revisions = Revisions(folder).Where(revision => File.ReadAllText(Path.Combine(folder, References, revision)).Trim() == hash).ToList();
        return revisions.Count == 0 || revisions.Contains(Main) ? model : $"{model}@{revisions.Order(StringComparer.Ordinal).First().Replace('/', '-')}";
    }

    private static IEnumerable<string> Revisions(string folder)
    {
        var references = Path.Combine(folder, References);
        return Directory.Exists(references)
            ? Directory.EnumerateFiles(references, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(references, file).Replace(Path.DirectorySeparatorChar, '/'))
            : [];
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
