using System.Text;
using Quanta.LanguageModels.Hub.Cache;
using Quanta.LanguageModels.Hub.Calls;
using Quanta.LanguageModels.Hub.Datasets;

namespace Quanta.LanguageModels.Hub;

/// <summary>Brings models and data sets from the hub into the cache, where every program finds them that uses it.</summary>
public sealed class HubFetch(HubOptions options, IHubObserver observer) : IDisposable
{
    private readonly HubClient _client = new(options, observer);

    /// <summary>What a model needs: see <see cref="ModelFiles"/>.</summary>
    /// <remarks>Where the hub is out of reach, or offline, what the cache holds is the plan if it is whole.</remarks>
    /// <exception cref="HubException">The hub has no such model or revision, does not show it, or is out of reach.</exception>
    /// <exception cref="InvalidDataException">It is no model that could be read.</exception>
    public async Task<FetchPlan> PlanModelAsync(HubReference model, CancellationToken cancellation)
    {
        try
        {
            var (at, files) = await ListAsync(model, cancellation);
            var chosen = await ModelFiles.ChooseAsync(files.Keys, index => _client.ReadAsync(at, files[index], cancellation), model.ToString());
            return Plan(model, at.Revision!, chosen.Select(path => files[path]));
        }
        catch (HubException problem) when (problem.IsUnreachable)
        {
            return await CachedModelAsync(model, problem, cancellation);
        }
    }

    /// <summary>The Parquet files of one split of a data set, its own or, where it has none, the hub's converted copy.</summary>
    /// <param name="dataset">The data set; its card comes along.</param>
    /// <param name="config">The configuration; null for the only one, or the default.</param>
    /// <param name="split">The split; null for train, or the only one.</param>
    /// <param name="files">Take only so many files, the first ones.</param>
    /// <param name="cancellation">Stops the calls.</param>
    /// <exception cref="HubException">The hub has no such data set or revision, does not show it, or is out of reach.</exception>
    /// <exception cref="InvalidDataException">It has no Parquet files, or several configurations or splits to choose from.</exception>
    public async Task<(FetchPlan Plan, DatasetSplit Split)> PlanDatasetAsync(
        HubReference dataset, string? config, string? split, int? files, CancellationToken cancellation)
    {
        try
        {
            var (found, at, listed, splits) = await SplitsAsync(dataset, cancellation);
            var chosen = DatasetSplit.Choose(splits, config, split, dataset.ToString());
            chosen = chosen with { Paths = [.. chosen.Paths.Take(files ?? int.MaxValue)] };
            var card = listed.ContainsKey(DatasetFiles.CardName) ? new[] { DatasetFiles.CardName } : [];
            var caution = $"The hub's copy of {dataset.Repository.Name} as Parquet holds only the beginning of {chosen.Name}, the first 5 GB.";
            var plan = Plan(found, at.Revision!, card.Concat(chosen.Paths).Select(path => listed[path]));
            return (chosen.IsPartial ? plan with { Caution = caution } : plan, chosen);
        }
        catch (HubException problem) when (problem.IsUnreachable)
        {
            return CachedDataset(dataset, config, split, problem);
        }
    }

    /// <summary>The steps of a model's checkpoints, from its branches.</summary>
    /// <exception cref="HubException">The hub has no such model, does not show it, or is out of reach.</exception>
    public async Task<IReadOnlyList<long>> StepsAsync(HubRepository model, CancellationToken cancellation) =>
        [.. (await _client.BranchesAsync(model, cancellation)).Select(CheckpointSteps.StepOf).OfType<long>().Order()];

    /// <summary>The bytes that plans still need, and what the disk has free; null where that cannot be told. Content that files share counts once.</summary>
    public (long Missing, long? Free) Room(IReadOnlyList<FetchPlan> plans) =>
        (Contents(plans).Sum(content => content.Missing), options.FreeBytes(options.Cache));

    /// <summary>Fetches what plans need, several files at once. A fetch that was stopped goes on where it was, and two at once do no harm.</summary>
    /// <exception cref="HubException">The disk has too little room, or a file cannot be had.</exception>
    public async Task FetchAsync(IReadOnlyList<FetchPlan> plans, CancellationToken cancellation)
    {
        var (missing, free) = Room(plans);
        if (missing > free)
            throw new HubException($"{options.Cache} is on a disk with {free:N0} bytes free, but {missing:N0} are to be fetched. Make room, or choose another cache.");
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.ParallelFiles, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Contents(plans), parallel, async (content, token) => await FetchAsync(content, token));
        foreach (var plan in plans.Where(plan => !plan.IsFromCache))
            WriterOf(plan.Reference.Repository).WriteReference(plan.Reference.Revision ?? HubReference.Main, plan.Commit);
    }

    public void Dispose() => _client.Dispose();

    private async Task<(HubReference At, Dictionary<string, HubFile> Files)> ListAsync(HubReference reference, CancellationToken cancellation)
    {
        var at = reference with { Revision = await _client.CommitAsync(reference, cancellation) };
        return (at, (await _client.FilesAsync(at.Repository, at.Revision, cancellation)).DistinctBy(file => file.Path).ToDictionary(file => file.Path));
    }

    /// <summary>The splits of a data set, and where they were found: at its own revision, or in the hub's converted copy.</summary>
    private async Task<(HubReference Found, HubReference At, Dictionary<string, HubFile> Files, IReadOnlyList<DatasetSplit> Splits)> SplitsAsync(
        HubReference dataset, CancellationToken cancellation)
    {
        var (at, files) = await ListAsync(dataset, cancellation);
        var isCopy = dataset.Revision == DatasetFiles.ConvertedRevision;
        var splits = isCopy ? DatasetFiles.Converted(files.Keys) : DatasetFiles.AtSource(files.Keys, await CardAsync(at, files, cancellation));
        if (splits.Count > 0) return (dataset, at, files, splits);
        try
        {
            if (dataset.Revision is null or HubReference.Main) return await SplitsAsync(dataset with { Revision = DatasetFiles.ConvertedRevision }, cancellation);
        }
        catch (HubException problem) when (problem.LacksRevision)
        {
            // The hub has made no copy.
        }
        throw new InvalidDataException($"{dataset} has no Parquet files. Name another revision, or download its files and name them with --pile.");
    }

    private async Task<string?> CardAsync(HubReference at, Dictionary<string, HubFile> files, CancellationToken cancellation) =>
        files.TryGetValue(DatasetFiles.CardName, out var card) ? Encoding.UTF8.GetString(await _client.ReadAsync(at, card, cancellation)) : null;

    private FetchPlan Plan(HubReference reference, string commit, IEnumerable<HubFile> files)
    {
        var cache = WriterOf(reference.Repository);
        PlannedFile[] planned = [.. files.Select(file => new PlannedFile(file, cache.Has(commit, file) ? file.Size : cache.PartialLength(file)))];
        return new FetchPlan(reference, commit, cache.SnapshotOf(commit), planned);
    }

    private async Task<FetchPlan> CachedModelAsync(HubReference model, HubException problem, CancellationToken cancellation)
    {
        if (HubCacheFolder.Of(options.Cache, model.Repository).TryFind(model.Revision ?? HubReference.Main) is not { } snapshot) throw NotCached(model, problem);
        try
        {
            Task<byte[]> ReadAsync(string index) => File.ReadAllBytesAsync(Path.Combine(snapshot.Path, index), cancellation);
            return Cached(model, snapshot, await ModelFiles.ChooseAsync(snapshot.Files(), ReadAsync, "its copy in the cache"), problem);
        }
        catch (InvalidDataException incomplete)
        {
            throw new HubException($"{problem.Message} {model} is in the cache, but not whole: {incomplete.Message}", problem) { IsUnreachable = true };
        }
    }

    private (FetchPlan, DatasetSplit) CachedDataset(HubReference dataset, string? config, string? split, HubException problem)
    {
        if (DatasetFiles.InCache(options.Cache, dataset) is not { } cached) throw NotCached(dataset, problem);
        var chosen = DatasetSplit.Choose(cached.Splits, config, split, $"{dataset} in the cache");
        return (Cached(dataset, cached.Snapshot, chosen.Paths, problem), chosen);
    }

    private HubException NotCached(HubReference reference, HubException problem) =>
        new($"{problem.Message} The cache {options.Cache} does not have {reference} either.", problem) { IsUnreachable = true };

    private static FetchPlan Cached(HubReference reference, HubSnapshot snapshot, IEnumerable<string> paths, HubException problem)
    {
        PlannedFile[] files = [.. paths.Select(path => HubFile.InCache(snapshot, path)).Select(file => new PlannedFile(file, file.Size))];
        var caution = $"{problem.Message} {reference} is taken from the cache, as it was when it was fetched.";
        return new FetchPlan(reference, Path.GetFileName(snapshot.Path), snapshot.Path, files) { Caution = caution, IsFromCache = true };
    }

    /// <summary>Fetches one content and gives it to all files that have it.</summary>
    private async Task FetchAsync(SharedContent content, CancellationToken cancellation)
    {
        var (plan, file) = content.Places[0];
        var cache = WriterOf(plan.Reference.Repository);
        if (content.Places.Any(place => !cache.Has(place.Plan.Commit, place.File)))
        {
            cache.WriteTag();
            await new BlobDownload(_client, cache, options, observer).RunAsync(plan.AtCommit, file, cancellation);
        }
        foreach (var (place, isLast) in content.Places.Select((place, i) => (place, i == content.Places.Count - 1)))
            cache.Place(place.Plan.Commit, place.File, keepBlob: !isLast);
    }

    private HubCacheWriter WriterOf(HubRepository repository) => new(options.Cache, HubCacheFolder.Of(options.Cache, repository), options.MakeLinks);

    private static List<SharedContent> Contents(IReadOnlyList<FetchPlan> plans) =>
    [
        .. plans.Where(plan => !plan.IsFromCache).SelectMany(plan => plan.Files.Select(file => (Plan: plan, Planned: file)))
            .GroupBy(file => (file.Plan.Reference.Repository, file.Planned.File.Hash))
            .Select(same => new SharedContent(
                [.. same.Select(file => (file.Plan, file.Planned.File))], same.Max(file => file.Planned.File.Size - file.Planned.BytesThere))),
    ];

    /// <summary>Files of the same content, in one or several snapshots of a repository.</summary>
    private sealed record SharedContent(IReadOnlyList<(FetchPlan Plan, HubFile File)> Places, long Missing);
}

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
