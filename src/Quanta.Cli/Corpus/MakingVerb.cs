using System.Globalization;
using CommandLine;
using Quanta.Cli.Output;
using Quanta.Cli.Parsing;
using Quanta.Cli.Verbs;
using Quanta.Discovery.Corpus.Making;

namespace Quanta.Cli.Corpus;

/// <summary>What the verbs that make a corpus from texts share.</summary>
internal abstract class MakingVerb : Verb
{
    [OutputFolder]
    [Option("out", MetaValue = "DIR", HelpText = "Where train.jsonl, test.jsonl and corpus.json go.")]
    public string? Out { get; set; }

    [Option("zst", HelpText = "Write .jsonl.zst.")]
    public bool Compress { get; set; }

    [AtLeast(1)]
    [Option("document-characters", Default = 8000, MetaValue = "N",
        HelpText = "Cut longer texts into documents of at most N characters, between paragraphs or lines.")]
    public int DocumentCharacters { get; set; }

    [AtLeast(0)]
    [Option("minimum-characters", Default = 200, MetaValue = "N", HelpText = "Leave shorter documents out.")]
    public int MinimumCharacters { get; set; }

    [AtLeast(1)]
    [Option("characters-per-kind", MetaValue = "N", HelpText = "Keep at most N characters of each kind, documents chosen by the seed; default: all.")]
    public long? CharactersPerKind { get; set; }

    [Option("characters-of", MetaValue = "KIND=N", HelpText = "Keep at most N characters of these kinds, whatever --characters-per-kind says of the others.")]
    public IEnumerable<string> CharactersOf { get; set; } = [];

    [Above(0)]
    [Option("near-duplicate", Default = 0.8, MetaValue = "J",
        HelpText = "Leave out documents whose five-word shingles have an estimated Jaccard similarity of at least J with an earlier one's; 1: exact copies only.")]
    public double NearDuplicateSimilarity { get; set; }

    [AtLeast(0), Below(1)]
    [Option("test-fraction", Default = 0.05, MetaValue = "F", HelpText = "The share of the texts that goes to test.jsonl.")]
    public double TestFraction { get; set; }

    [AnyNumber]
    [Option("seed", Default = 0UL, MetaValue = "N", HelpText = "Seed of the split and the order.")]
    public ulong Seed { get; set; }

    public override void Execute(VerbContext context)
    {
        var folder = Require.Option(Out, "--out", "the folder to write to");
        var corpus = CorpusPacker.Pack(Texts(), ToPackOptions(), context.Terminal.Observer(Quiet), context.Cancellation);
        Require.That(corpus.Train.Count + corpus.Test.Count > 0, "Nothing was left of the texts: every document was too short. Lower --minimum-characters.");
        var (train, test) = CorpusFolder.Write(folder, corpus, Compress);
        var results = new Results(context.Terminal.Output, Json).Add("train", train).Add("test", test);
        foreach (var (kind, counts) in corpus.Report.Kinds)
        {
            results.Add($"{kind} train documents", counts.TrainDocuments).Add($"{kind} train characters", counts.TrainCharacters)
                .Add($"{kind} test documents", counts.TestDocuments).Add($"{kind} copies left out", counts.ExactCopies + counts.NearCopies);
        }
        results.Write();
    }

    protected abstract IEnumerable<SourceText> Texts();

    private PackOptions ToPackOptions() => new()
    {
        DocumentCharacters = DocumentCharacters,
        MinimumCharacters = MinimumCharacters,
        CharactersPerKind = CharactersPerKind,
        CharactersOf = new SortedDictionary<string, long>(
            Require.Pairs(CharactersOf, "--characters-of", "KIND=N").ToDictionary(limit => limit.Key, limit => CharactersIn(limit.Value)), StringComparer.Ordinal),
        NearDuplicateSimilarity = NearDuplicateSimilarity,
        TestFraction = TestFraction,
        Seed = Seed,
    };

    private static long CharactersIn(string limit) => long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var characters)
        ? characters
        : throw new UsageException($"--characters-of must be KIND=N with a whole number N, but N is \"{limit}\".");
}
