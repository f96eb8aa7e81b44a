using System.Globalization;
using System.Text.Json.Nodes;
using CommandLine;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.LanguageModels.Hub;

namespace Quanta.Cli.Hub;

/// <summary>A verb that fetches from the hub: says what it will bring, and brings it.</summary>
internal abstract class HubVerb : Verb
{
    [Option("endpoint", MetaValue = "URL", HelpText = "The hub; default: HF_ENDPOINT, or https://huggingface.co.")]
    public string? Endpoint { get; set; }

    [OutputFolder]
    [Option("cache", MetaValue = "DIR", HelpText = "The cache; default: HF_HUB_CACHE, or hub in HF_HOME, or ~/.cache/huggingface/hub.")]
    public string? Cache { get; set; }

    [AtLeast(1), AtMost(32)]
    [Option("parallel", Default = 4, MetaValue = "N", HelpText = "Fetch N files at once.")]
    public int Parallel { get; set; }

    [Option("dry-run", HelpText = "List the files and what is missing of them; fetch nothing.")]
    public bool DryRun { get; set; }

    public override void Execute(VerbContext context)
    {
        var observer = new FetchObserver(context.Terminal.Observer(Quiet));
        var options = HubEnvironment.OfProcess.ToOptions(Cache, Endpoint) with { ParallelFiles = Parallel };
        using var fetch = new HubFetch(options, observer);
        ExecuteAsync(context, fetch, observer).GetAwaiter().GetResult();
    }

    protected abstract Task ExecuteAsync(VerbContext context, HubFetch fetch, FetchObserver observer);

    /// <summary>Says what plans bring and what room there is, then fetches, or with --dry-run lists.</summary>
    /// <returns>Whether the files are there now.</returns>
    protected async Task<bool> FetchAsync(VerbContext context, HubFetch fetch, FetchObserver observer, IReadOnlyList<FetchPlan> plans)
    {
        var (missing, free) = fetch.Room(plans);
        foreach (var plan in plans)
        {
            observer.Note(Text($"{plan.Reference}: {plan.Files.Count} files of {plan.Bytes:N0} bytes, {plan.Files.Count(file => file.IsThere)} of them in the cache."));
            if (plan.Caution is { } caution) context.Terminal.Errors.WriteLine(caution);
        }
        observer.Note(Text($"To fetch: {missing:N0} bytes; {(free is null ? "the disk does not say what room it has" : Text($"the disk has {free:N0} free"))}."));
        if (DryRun)
        {
            List(context.Terminal.Output, plans);
            return false;
        }
        using (observer.Begin($"fetching {string.Join(", ", plans.Select(plan => plan.Reference.Repository.Name).Distinct())}", missing))
            await fetch.FetchAsync(plans, context.Cancellation);
        return true;
    }

    private void List(TextWriter output, IReadOnlyList<FetchPlan> plans)
    {
        var files = plans.SelectMany(plan => plan.Files.Select(file => (plan.Reference, file.File.Path, file.File.Size, file.BytesThere))).ToList();
        if (Json)
        {
            output.WriteLine(new JsonArray([.. files.Select(JsonNode (file) => new JsonObject
            {
                ["name"] = file.Reference.ToString(),
                ["file"] = file.Path,
                ["bytes"] = file.Size,
                ["bytes_there"] = file.BytesThere,
            })]).ToJsonString());
            return;
        }
        var width = files.Max(file => Text($"{file.Size:N0}").Length);
        foreach (var (reference, path, size, there) in files)
            output.WriteLine($"{Text($"{size:N0}").PadLeft(width)}  {(there == size ? "there  " : there > 0 ? "begun  " : "missing")}  {reference}  {path}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
