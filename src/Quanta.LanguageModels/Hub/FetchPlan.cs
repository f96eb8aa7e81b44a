namespace Quanta.LanguageModels.Hub;

/// <summary>What a fetch will bring: all of it is known before the first byte.</summary>
/// <param name="Reference">What was asked for.</param>
/// <param name="Commit">What that means; files are fetched by it, so that a branch that moves cannot mix.</param>
/// <param name="Snapshot">The folder where the files will be.</param>
/// <param name="Files">All files, those that are there already among them.</param>
public sealed record FetchPlan(HubReference Reference, string Commit, string Snapshot, IReadOnlyList<PlannedFile> Files)
{
    /// <summary>Something that the user should know, in sentences; null where there is nothing.</summary>
    public string? Caution { get; init; }

    /// <summary>Whether the hub was out of reach, so that the files are those that the cache holds and nothing is to be fetched.</summary>
    public bool IsFromCache { get; init; }

    /// <summary>Of all files.</summary>
    public long Bytes => Files.Sum(file => file.File.Size);

    /// <summary>The repository at the commit.</summary>
    internal HubReference AtCommit => Reference with { Revision = Commit };
}

/// <summary>A file of a plan.</summary>
/// <param name="File">The file.</param>
/// <param name="BytesThere">How much of it the cache has: all, none, or what a fetch left that was stopped.</param>
public sealed record PlannedFile(HubFile File, long BytesThere)
{
    public bool IsThere => BytesThere == File.Size;
}
