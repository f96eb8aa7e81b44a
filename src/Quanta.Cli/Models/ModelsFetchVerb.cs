using CommandLine;
using Quanta.Cli.Hub;
using Quanta.Cli.Options;
using Quanta.Cli.Output;
using Quanta.Cli.Verbs;
using Quanta.LanguageModels.Hub;

namespace Quanta.Cli.Models;

[Verb("fetch", HelpText = "Fetch models and checkpoints from the Hugging Face hub into its cache, where --model OWNER/NAME@REVISION finds them.")]
internal sealed class ModelsFetchVerb : HubVerb, ICheckpointOptions
{
    [Value(0, MetaName = "NAME...", HelpText = "OWNER/NAME, or OWNER/NAME@REVISION with one or several revisions; pythia-70m and the like need no owner.")]
    public IEnumerable<string> Names { get; set; } = [];

    public string? Family { get; set; }

    public string? Checkpoints { get; set; }

    protected override async Task ExecuteAsync(VerbContext context, HubFetch fetch, FetchObserver observer)
    {
        Require.That(Names.Any() || Family is not null, "A model is required: OWNER/NAME, OWNER/NAME@REVISION, or a family with --models.");
        var names = new ModelNames(name => fetch.StepsAsync(HubRepository.Of(HubKind.Model, name), context.Cancellation).GetAwaiter().GetResult(), TakesFolders: false);
        var plans = new List<FetchPlan>();
        foreach (var name in names.Of(Names, Family, Checkpoints)) plans.Add(await fetch.PlanModelAsync(HubReference.Parse(HubKind.Model, name), context.Cancellation));
        if (!await FetchAsync(context, fetch, observer, plans)) return;
        var results = new Results(context.Terminal.Output, Json);
        foreach (var plan in plans) results.Add(plan.Reference.ToString(), plan.Snapshot);
        results.Write();
    }
}
