using CommandLine;
using Quanta.Cli.Hub;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.LanguageModels.Hub;

namespace Quanta.Cli.Corpus;

[Verb("fetch", HelpText = "Fetch the Parquet files of a data set's split from the Hugging Face hub into its cache.")]
internal sealed class CorpusFetchVerb : HubVerb
{
    [Value(0, MetaName = "NAME", Required = true, HelpText = "OWNER/NAME, or OWNER/NAME@REVISION.")]
    public string Name { get; set; } = "";

    [Option("config", MetaValue = "NAME", HelpText = "The configuration; default: the only one, or the one that the data set calls default.")]
    public string? Config { get; set; }

    [Option("split", MetaValue = "NAME", HelpText = "The split; default: train, or the only one.")]
    public string? Split { get; set; }

    [AtLeast(1)]
    [Option("files", MetaValue = "N", HelpText = "Fetch only the first N files; default: all.")]
    public int? Files { get; set; }

    protected override async Task ExecuteAsync(VerbContext context, HubFetch fetch, FetchObserver observer)
    {
        var (plan, split) = await fetch.PlanDatasetAsync(HubReference.Parse(HubKind.Dataset, Name), Config, Split, Files, context.Cancellation);
        if (!await FetchAsync(context, fetch, observer, [plan])) return;
        new Results(context.Terminal.Output, Json)
            .Add("folder", plan.Snapshot)
            .Add("config", split.Config)
            .Add("split", split.Name)
            .Add("files", split.Paths.Count)
            .Add("first file", split.Paths[0])
            .Add("last file", split.Paths[^1])
            .Write();
    }
}
