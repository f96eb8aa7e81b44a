using System.Globalization;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Corpus.Planted;

namespace Quanta.Cli.Corpus;

[Verb("planted", HelpText = "Make a corpus woven from known skills, with the skill that predicts each token.")]
internal sealed class PlantedVerb : Verb
{
    [OutputFolder]
    [Option("out", MetaValue = "DIR", HelpText = "Where train.jsonl, test.jsonl, their labels, tokenizer.json and skills.json go.")]
    public string? Out { get; set; }

    [AtLeast(0)]
    [Option("train-documents", Default = 20_000, MetaValue = "N", HelpText = "Documents to train on.")]
    public int TrainDocuments { get; set; }

    [AtLeast(0)]
    [Option("test-documents", Default = 500, MetaValue = "N", HelpText = "Documents to test on.")]
    public int TestDocuments { get; set; }

    [AtLeast(64)]
    [Option("document-tokens", Default = 256, MetaValue = "N", HelpText = "The longest document.")]
    public int DocumentTokens { get; set; }

    [AtLeast(0)]
    [Option("facts", Default = 150, MetaValue = "N", HelpText = "Facts to know, each a skill.")]
    public int Facts { get; set; }

    [AtLeast(0)]
    [Option("exponent", Default = 1.3, MetaValue = "A", HelpText = "The skill of rank k is drawn in proportion to k^-A.")]
    public double Exponent { get; set; }

    [Option("weights", Separator = ',', MetaValue = "KIND=W,...", HelpText = "Factors of the draws of kinds, e.g. fact=2,copy=0.5; others have 1.")]
    public IEnumerable<string> Weights { get; set; } = [];

    [Option("without-cues", HelpText = "No word tells which skill of its kind is needed; best with --facts 0.")]
    public bool WithoutCues { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Seed of words, ranks and documents.")]
    public ulong Seed { get; set; }

    public override void Execute(VerbContext context)
    {
        var folder = Require.Option(Out, "--out", "the folder to write to");
        var manifest = PlantedFolder.Write(folder, new PlantedOptions
        {
            TrainDocuments = TrainDocuments,
            TestDocuments = TestDocuments,
            DocumentTokens = DocumentTokens,
            Facts = Facts,
            Exponent = Exponent,
            KindWeights = Require.Pairs(Weights, "--weights", "KIND=W,...").ToDictionary(weight => weight.Key, weight => Factor(weight.Value)),
            WithoutCues = WithoutCues,
            Seed = Seed,
        });
        var skills = manifest.Skills.Where(skill => skill.Probability > 0).ToList();
        var results = new Results(context.Terminal.Output, Json).Add("folder", folder).Add("skills", skills.Count);
        foreach (var kind in skills.GroupBy(skill => skill.Kind)) results.Add($"{kind.Key} probability", kind.Sum(skill => skill.Probability));
        results.Write();
    }

    private static double Factor(string weight) => double.TryParse(weight, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor)
        ? factor
        : throw new UsageException($"--weights must be KIND=W,... with numbers W, but one is \"{weight}\".");
}
