using Quanta.Discovery.Selection;
using Quanta.LanguageModels;
using Quanta.Numerics.Random;

namespace Quanta.Discovery.Tests.Selection;

/// <summary>The rules beside the published ones, against each written down as it is defined.</summary>
public class SelectionRulesTests
{
    private const int Vocabulary = 12;

    /// <summary>Every combination of the rules, on documents of 0 to 30 tokens of few kinds, so that each rule keeps and drops some.</summary>
    [Fact]
    public void All_combinations_of_rules_agree_with_their_definitions()
    {
        var (corpus, random) = (new Corpus(seed: 3), new Philox(4));
        for (var round = 0; round < 400; round++)
        {
            var options = Draw(random);
            var expected = ByDefinition(corpus, options);
            var actual = TokenSelection.Select(corpus.Documents, corpus.Losses, options, inputs: corpus.Inputs(options));
            Assert.Equal(expected, actual.Predictions);
            Assert.Equal(actual.Predictions.Length, actual.Report.Selected);
        }
    }

    [Fact]
    public void What_each_rule_keeps_alone_and_with_those_before_it_is_counted()
    {
        var corpus = new Corpus(seed: 5);
        var options = new SelectionOptions
        {
            ThresholdNats = 2,
            LeastNats = 0.2,
            NotBy = "other",
            NotBelowNats = 2,
            Kinds = [TokenKind.Word, TokenKind.Number],
            Induction = InductionRule.Bigram,
            PerDocument = 1,
        };
        var report = TokenSelection.Select(corpus.Documents, corpus.Losses, options, inputs: corpus.Inputs(options)).Report;
        var rules = Rules(corpus, options).ToList();
        Assert.Equal(["loss", "not by other", "kinds", "induction", "per document"], report.Rules!.Select(rule => rule.Rule));
        var left = Enumerable.Range(0, corpus.Losses.Length).ToList();
        foreach (var (rule, count) in rules.Zip(report.Rules!))
        {
            left = [.. left.Where(prediction => rule(prediction))];
            Assert.Equal(Enumerable.Range(0, corpus.Losses.Length).Count(prediction => rule(prediction)), count.Alone);
            Assert.Equal(left.Count, count.Left);
        }
        Assert.Equal(left.Count, report.Kept);
        Assert.Null(report.Rules![^1].Alone);
        Assert.Equal(1, report.MostInOneDocument);
    }

    [Fact]
    public void The_published_rules_alone_report_as_they_always_did()
    {
        var corpus = new Corpus(seed: 6);
        Assert.Null(TokenSelection.Select(corpus.Documents, corpus.Losses, new SelectionOptions { ThresholdNats = 2 }).Report.Rules);
        Assert.Null(TokenSelection.Select(corpus.Documents, corpus.Losses, new SelectionOptions { ThresholdNats = 2, DropInducible = false }).Report.Rules);
    }

    [Fact]
    public void The_bigram_rule_leaves_out_all_that_the_trigram_rule_does()
    {
        var random = new Philox(7);
        for (var round = 0; round < 50; round++)
        {
            int[] tokens = [.. Enumerable.Range(0, 2 + random.NextInt32(60)).Select(_ => random.NextInt32(4))];
            var (trigram, bigram) = (new bool[tokens.Length - 1], new bool[tokens.Length - 1]);
            InducibleTokens.Mark(tokens, trigram);
            InducibleTokens.Mark(tokens, bigram, rule: InductionRule.Bigram);
            Assert.All(trigram.Zip(bigram), pair => Assert.True(pair.Second || !pair.First));
            Assert.Equal(
                Enumerable.Range(0, tokens.Length - 1).Select(r => Enumerable.Range(1, r).Any(j => (tokens[j - 1], tokens[j]) == (tokens[r], tokens[r + 1]))), bigram);
        }
    }

    /// <summary>In windows of 4 tokens, each 2 further on, the second 1 2 is predicted from what its window holds.</summary>
    [Theory, InlineData(4, 2, false), InlineData(6, 1, true), InlineData(5, 5, true), InlineData(3, 3, false)]
    public void A_bigram_before_the_window_cannot_be_copied(int window, int stride, bool isInducible)
    {
        int[] tokens = [1, 2, 8, 9, 1, 2];
        var inducible = new bool[tokens.Length - 1];
        InducibleTokens.Mark(tokens, inducible, new ContextWindows(window, stride), InductionRule.Bigram);
        Assert.Equal(isInducible, inducible[^1]);
    }

    [Fact]
    public void Every_document_is_there_and_the_count_is_full()
    {
        var documents = TokenDocuments.OfEqualLengths(Enumerable.Range(0, 400).ToArray(), 20, 20);
        var losses = Enumerable.Range(0, 380).Select(i => i / 19 % 4 == 0 || i % 19 == 3 ? 0f : 1f).ToArray();
        var result = TokenSelection.Select(documents, losses, new SelectionOptions { EveryDocument = true, Count = 30 });
        Assert.Equal((20, 30L), (result.Report.Documents, result.Report.Selected));
        Assert.Equal(7, TokenSelection.Select(documents, losses, new SelectionOptions { EveryDocument = true, Count = 7 }).Report.Documents);
    }

    [Theory]
    [InlineData(0.5, null, null, "begins at 0.5")]
    [InlineData(null, "b", null, "needs a loss")]
    [InlineData(null, null, 1.0, "needs a model")]
    [InlineData(null, "b", 0.05, "at least the threshold")]
    [InlineData(double.NaN, null, null, "begins at NaN")]
    [InlineData(null, "b", double.NaN, "at least the threshold")]
    public void Rules_that_make_no_sense_are_refused(double? least, string? notBy, double? notBelow, string sentence)
    {
        var options = new SelectionOptions { LeastNats = least, NotBy = notBy, NotBelowNats = notBelow };
        var corpus = new Corpus(seed: 8);
        var problem = Assert.Throws<ArgumentException>(() => TokenSelection.Select(corpus.Documents, corpus.Losses, options, inputs: corpus.Inputs(options)));
        Assert.Contains(sentence, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_of_another_corpus_are_refused()
    {
        var corpus = new Corpus(seed: 8);
        var problem = Assert.Throws<ArgumentException>(() => TokenSelection.Select(corpus.Documents, corpus.Losses, new SelectionOptions(), inputs: new() { Mask = new bool[3] }));
        Assert.Contains("entry of the mask", problem.Message, StringComparison.Ordinal);
        var unlearned = new SelectionOptions { NotBy = "b", NotBelowNats = 1 };
        var losses = new float[corpus.Losses.Length];
        losses[2] = float.NaN;
        Assert.Throws<InvalidDataException>(() => TokenSelection.Select(corpus.Documents, corpus.Losses, unlearned, inputs: new() { NotByLosses = losses }));
    }

    private static SelectionOptions Draw(Philox random)
    {
        bool Often() => random.NextInt32(2) == 0;
        var every = random.NextInt32(3) == 0;
        var threshold = 0.5 + 2 * random.NextDouble();
        var contrast = Often();
        return new SelectionOptions
        {
            ThresholdNats = threshold,
            LeastNats = Often() ? threshold * random.NextDouble() : null,
            NotBy = contrast ? "other" : null,
            NotBelowNats = contrast ? threshold + 0.3 * random.NextDouble() : null,
            DropInducible = Often(),
            Induction = Often() ? InductionRule.Bigram : InductionRule.Trigram,
            Kinds = Often() ? [TokenKind.Word, TokenKind.Newline, TokenKind.Number] : null,
            PerDocument = Often() ? 1 + random.NextInt32(4) : null,
            EveryDocument = every,
            Stride = !every && Often() ? 1 + random.NextInt32(4) : null,
            Count = 1 + random.NextInt32(60),
        };
    }

    private static IEnumerable<Predicate<int>> Rules(Corpus corpus, SelectionOptions options)
    {
        yield return p => corpus.Losses[p] < options.ThresholdNats && !(corpus.Losses[p] < options.LeastNats);
        if (options.NotBy is not null) yield return p => corpus.Other[p] >= options.NotBelowNats;
        if (options.Kinds is not null) yield return p => options.Kinds.Contains(corpus.KindOf[corpus.Target(p)]);
        if (options.DropInducible) yield return p => !corpus.IsCopied(p, options.Induction == InductionRule.Trigram ? 3 : 2);
    }

    private static long[] ByDefinition(Corpus corpus, SelectionOptions options)
    {
        var rules = Rules(corpus, options).ToList();
        var kept = Enumerable.Range(0, corpus.Losses.Length).Where(p => rules.TrueForAll(rule => rule(p))).ToList();
        if (options.PerDocument is { } most) kept = [.. kept.GroupBy(corpus.DocumentOf).SelectMany(group => Spread([.. group], most))];
        if (options.Stride is { } stride) return [.. kept.Where((_, i) => i % stride == 0).Take(options.Count).Select(p => (long)p)];
        if (!options.EveryDocument) return [.. Spread(kept, options.Count).Select(p => (long)p)];
        var first = Spread([.. kept.GroupBy(corpus.DocumentOf).Select(group => group.ElementAt(group.Count() / 2))], options.Count);
        return [.. first.Concat(Spread([.. kept.Except(first)], options.Count - first.Count)).Order().Select(p => (long)p)];
    }

    private static List<int> Spread(List<int> all, int most) => all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)])];

    /// <summary>Random documents, some of them empty, and losses of two models.</summary>
    private sealed class Corpus
    {
        public Corpus(ulong seed)
        {
            var random = new Philox(seed);
            int[] lengths = [.. Enumerable.Range(0, 25).Select(_ => random.NextInt32(31))];
            int[] tokens = [.. Enumerable.Range(0, lengths.Sum()).Select(_ => random.NextInt32(Vocabulary))];
            Documents = new TokenDocuments(tokens, [0, .. lengths.Select((_, d) => (long)lengths[..(d + 1)].Sum())]);
            Losses = Draw(random, Documents.PredictionCount);
            Other = Draw(random, Documents.PredictionCount);
            KindOf = [.. Enumerable.Range(0, Vocabulary).Select(id => (TokenKind)(id % 7))];
        }

        public TokenDocuments Documents { get; }

        public float[] Losses { get; }

        public float[] Other { get; }

        public TokenKind[] KindOf { get; }

        public SelectionInputs Inputs(SelectionOptions options) => new() { KindOf = KindOf, NotByLosses = options.NotBy is null ? null : Other };

        public int DocumentOf(int prediction) => Documents.Locate(prediction).Document;

        public int Target(int prediction)
        {
            var (document, position) = Documents.Locate(prediction);
            return Documents[document][position + 1];
        }

        /// <summary>Whether the last so many tokens, the predicted one among them, stood together earlier in the document.</summary>
        public bool IsCopied(int prediction, int length)
        {
            var (document, position) = Documents.Locate(prediction);
            var tokens = Documents[document];
            var start = position + 2 - length;
            if (start < 0) return false;
            for (var earlier = 0; earlier < start; earlier++)
                if (tokens.Slice(earlier, length).SequenceEqual(tokens.Slice(start, length))) return true;
            return false;
        }

        private static float[] Draw(Philox random, long count) => [.. Enumerable.Range(0, (int)count).Select(_ => (float)(3 * random.NextDouble()))];
    }
}
