using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Runs;
using Quanta.Discovery.Samples;
using Quanta.Discovery.TinyStories;
using Quanta.Reporting.Report;
using Quanta.Reporting.Samples;
using Quanta.Reporting.TinyStories;

namespace Quanta.Cli.TinyStories;

[Verb("tinystories", HelpText = "Find the quanta of TinyStories-33M as published, or of a small GPT-Neo on stories made here where its files are not.")]
internal sealed class TinyStoriesVerb : Verb
{
    [InputFile]
    [Value(0, MetaName = "DEFINITION", Required = true, HelpText = "The experiment, e.g. experiments/tinystories/tinystories.json.")]
    public string Definition { get; set; } = "";

    [OutputFolder]
    [Option("out", Required = true, MetaValue = "DIR", HelpText = "Where stories, model, run folder and results go; finished work in it is not done again.")]
    public string Out { get; set; } = "";

    [Option("model", MetaValue = "DIR", HelpText = "The published model's folder; default: the one in the Hugging Face cache.")]
    public string? Model { get; set; }

    [InputPath, Distinct]
    [Option("pile", MetaValue = "PATH", HelpText = "The published stories, files or their folder; default: those in the cache.")]
    public IEnumerable<string> Piles { get; set; } = [];

    [InputFile]
    [Option("tokenizer", MetaValue = "FILE", HelpText = "The published tokenizer.json; default: the one in the cache, else the model's own.")]
    public string? Tokenizer { get; set; }

    [Option("stand-in", HelpText = "Make stories and a model, even where the published ones are.")]
    public bool TakesStandIn { get; set; }

    protected override void Validate()
    {
        base.Validate();
        Require.That(!TakesStandIn || (Model is null && Tokenizer is null && !Piles.Any()),
            "--stand-in makes stories, tokenizer and model, so --model, --pile and --tokenizer have nothing to do beside it. Leave one or the other out.");
    }

    public override void Execute(VerbContext context)
    {
        var definition = TinyStoriesDefinition.Read(Definition);
        var sources = SourcesOf(definition, context);
        using var session = Session(context, RunFolder.Open(In(sources.ArePublished ? "published.run" : "stand-in.run")));
        var result = TinyStoriesDiscovery.Run(session, definition, sources);
        var samples = new SampleOptions { Clustering = result.Clustering, ContextTokens = definition.ContextTokens };
        SampleStage.Run(session, samples, result.Model);
        ReportStage.Run(session, new ReportOptions { Clustering = result.Clustering, ContextTokens = definition.ContextTokens });
        var findings = TinyStoriesFindings.Of(session.Folder, definition, result);
        var (folder, known) = (In(sources.ArePublished ? "results-published" : "results-stand-in"), sources.ArePublished ? definition.Published.Known : null);
        TinyStoriesReport.Write(folder, result, known, findings);
        Summarize(result, known, findings, session.Folder, folder, context);
    }

    private StorySources SourcesOf(TinyStoriesDefinition definition, VerbContext context)
    {
        if (!TakesStandIn && PublishedFiles.Find(definition.Published, Model, [.. Piles], Tokenizer) is { } published) return published;
        var observer = context.Terminal.Observer(Quiet);
        var (model, stories) = (definition.Published.Model, definition.Published.DataSet);
        if (!TakesStandIn) observer.Note($"The Hugging Face cache has neither {model} nor {stories}: stories are made here, and a small model is trained on them.");
        return new StandInFiles(definition.StandIn, Out, observer, Computation(observer), context.Cancellation).Make();
    }

    private void Summarize(TinyStoriesResult result, KnownFigures? known, TinyStoriesFindings findings, RunFolder run, string folder, VerbContext context)
    {
        var results = new Results(context.Terminal.Output, Json)
            .Add("model", result.Model)
            .Add("stories", result.Corpus.Documents)
            .Add("predictions", result.Losses.Predictions)
            .Add("mean loss, nats", result.Losses.MeanNats)
            .Add("below threshold", result.Selection.BelowThreshold)
            .Add("compared", result.Selection.Selected)
            .Add("entries of a gradient", result.Figures.GradientEntries)
            .Add("clusters", findings.Clusters.Count);
        foreach (var check in known?.Compare(result.Figures) ?? [])
            results.Add($"published: {check.What}", check.Agrees ? "the same" : FormattableString.Invariant($"{check.Published}, but here {check.Found}"));
        foreach (var skill in findings.Skills) results.Add(skill.Skill.Name, Sentence(skill));
        results.Add("report", run.PathOf(ReportStage.Artifact)).Add("results", folder).Write();
    }

    private static string Sentence(SkillCluster skill) => skill.Rank is null
        ? "no compared prediction needs it"
        : FormattableString.Invariant($"cluster {skill.Rank}: {skill.Both} of its {skill.Size}, and of the {skill.Predictions} that need it");

    private string In(string name) => Path.Combine(Out, name);
}
