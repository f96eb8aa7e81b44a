using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Training;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Corpus.Planted;
using Quanta.Discovery.Losses;
using Quanta.Discovery.Planted;
using Quanta.Discovery.Runs;
using Quanta.Formats.Files;
using Quanta.Formats.Tensors;
using Quanta.Reporting.Charts;
using Quanta.Reporting.Planted;

namespace Quanta.Cli.Planted;

[Verb("planted", HelpText = "Score discovery where the skills are known: plant a corpus, train models on it, cluster their gradients, compare.")]
internal sealed class PlantedExperimentVerb : Verb
{
    [InputFile]
    [Value(0, MetaName = "DEFINITION", Required = true, HelpText = "The experiment, e.g. experiments/planted.json.")]
    public string Definition { get; set; } = "";

    [OutputFolder]
    [Option("out", Required = true, MetaValue = "DIR", HelpText = "Where corpus, models, run folders and results go; finished work in it is not done again.")]
    public string Out { get; set; } = "";

    [AnyNumber]
    [Option("seeds", Separator = ',', MetaValue = "N,N,...",
        HelpText = "Run the experiment once with each of these seeds for corpus and models, in folders of their own, and summarise over them.")]
    public IEnumerable<ulong> Seeds { get; set; } = [];

    protected override void Validate()
    {
        base.Validate();
        Require.That(Seeds.Distinct().Count() == Seeds.Count(), $"--seeds must name different seeds, but it is {string.Join(",", Seeds)}.");
    }

    public override void Execute(VerbContext context)
    {
        var definition = PlantedDefinition.Read(Definition);
        if (Seeds.Any()) RunSeeds(context, definition);
        else Summarize(Run(context, definition, Out), context);
    }

    private PlantedResult Run(VerbContext context, PlantedDefinition definition, string folder)
    {
        string In(string name) => Path.Combine(folder, name);
        var corpus = In("corpus");
        PlantedFolder.WriteOnce(corpus, definition.Corpus);
        var models = Train(context, definition, corpus, In("models"));
        var result = PlantedDiscovery.Run(definition, corpus, models, variant => Session(context, RunFolder.Open(In($"{variant}.run"))));
        Write(In("results"), PlantedTables.All(result));
        foreach (var (name, chart) in PlantedCharts.All(result)) chart.Save(In("results"), name);
        return result;
    }

    private void RunSeeds(VerbContext context, PlantedDefinition definition)
    {
        var runs = Seeds.Select(seed => (seed, Run(context, definition.WithSeed(seed), Path.Combine(Out, $"seed-{seed}")))).ToList();
        var seeds = new PlantedSeeds(runs);
        Write(Results, PlantedTables.All(seeds));
        var results = new Results(context.Terminal.Output, Json).Add("seeds", runs.Count);
        foreach (var each in seeds.Agreement)
            results.Add($"{each.Variant}, {each.Clusterer}{(each.IsCountChosen ? "" : ", best count")}: mean ARI", each.Skills.Mean)
                .Add($"{each.Variant}, {each.Clusterer}: least ARI", each.Skills.Least);
        foreach (var (variant, auc) in seeds.Discrimination) results.Add($"{variant}: mean AUC", auc.Mean);
        results.Add("results", Results).Write();
    }

    private List<ModelFolder> Train(VerbContext context, PlantedDefinition definition, string corpus, string folder)
    {
        var observer = context.Terminal.Observer(Quiet);
        var job = new TrainingJob(observer, Computation(observer), TensorType.Float16, context.Cancellation);
        var texts = job.ReadCorpus(
            Path.Combine(corpus, PlantedFolder.TrainName), Path.Combine(corpus, PlantedFolder.TestName), Path.Combine(corpus, PlantedFolder.TokenizerName));
        var ignored = new Results(TextWriter.Null, asJson: false);
        foreach (var rung in definition.Models) job.Train(rung, Path.Combine(folder, rung.Name), texts, ignored);
        return [.. definition.Models.Select(rung => ModelFolder.Find(Path.Combine(folder, rung.Name)).Single())];
    }

    private static void Write(string folder, IEnumerable<(string Name, string Csv)> tables)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, csv) in tables) AtomicFile.WriteText(Path.Combine(folder, name), csv);
    }

    private void Summarize(PlantedResult result, VerbContext context)
    {
        var (best, learned) = (result.Best, result.Learning.Count(skill => skill.IsLearned));
        new Results(context.Terminal.Output, Json)
            .Add("skills", result.Truth.Skills.Count)
            .Add("learned skills", learned)
            .Add("scored tokens", best.Found.Skills.Tokens)
            .Add("best variant", best.Variant)
            .Add("best clusterer", best.Clusterer)
            .Add("clusters", best.Count)
            .Add("adjusted rand index", best.Found.Skills.Agreement.Ari)
            .Add("adjusted mutual information", best.Found.Skills.Agreement.Ami)
            .Add("greatest adjusted rand index of outcomes", result.Scores.Max(score => score.Found.Outcomes.Agreement.Ari))
            .Add("greatest balanced adjusted rand index", result.Scores.Max(score => score.Found.Balanced.Agreement.Ari))
            .Add("recovered skills", result.Recovery.Count(skill => skill.IsRecovered))
            .Add("results", Results)
            .Write();
    }

    private string Results => Path.Combine(Out, "results");
}
