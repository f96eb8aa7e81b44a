using Quanta.Discovery.Corpus.Planted;
using Quanta.Discovery.Corpus.Planted.Skills;
using Quanta.Formats.Numpy;
using Quanta.Formats.Text;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.Discovery.Tests.Corpus.Planted;

public class PlantedCorpusTests
{
    private static readonly PlantedOptions Options = new() { TrainDocuments = 300, TestDocuments = 20, Exponent = 0.5, Seed = 4 };

    [Theory, InlineData(false), InlineData(true)]
    public void Labelled_tokens_follow_from_their_instance_and_the_names_and_others_do_not(bool withoutCues)
    {
        var options = withoutCues ? Options with { WithoutCues = true, Facts = 0 } : Options;
        // What a perfect reader knows of a token: the instance so far and, for copying, the names. It must fix every labelled token.
        var (seen, free) = (new Dictionary<string, string>(), new Dictionary<string, HashSet<string>>());
        foreach (var document in new PlantedCorpus(options).Train)
        {
            var known = "";
            for (var t = 0; t < document.Tokens.Count; t++)
            {
                if (t == 0 || document.Instances[t] != document.Instances[t - 1]) known = "";
                var situation = known + (known.StartsWith(" our", StringComparison.Ordinal) ? string.Join(',', document.Names) : "");
                if (document.Labels[t] == PlantedDocument.Noise) (free.TryGetValue(situation, out var set) ? set : free[situation] = []).Add(document.Tokens[t]);
                else Assert.True(seen.TryAdd(situation, document.Tokens[t]) || seen[situation] == document.Tokens[t],
                    $"After \"{situation}\" came \"{seen[situation]}\" and \"{document.Tokens[t]}\".");
                known += document.Tokens[t];
            }
        }
        Assert.Empty(seen.Keys.Intersect(free.Keys));
    }

    [Fact]
    public void Skills_are_drawn_by_their_probabilities()
    {
        var corpus = new PlantedCorpus(Options with { Exponent = 1.3, TrainDocuments = 2000 });
        var counts = new int[corpus.Catalogue.Skills.Count];
        var random = new Quanta.Numerics.Random.Philox(1);
        var names = CopySkill.Roles.ToDictionary(role => role, _ => " x");
        const int draws = 200_000;
        for (var i = 0; i < draws; i++) counts[corpus.Catalogue.Draw(names, random).Tokens.Max(token => token.Label < counts.Length ? token.Label : -1)]++;
        foreach (var (probability, count) in corpus.Catalogue.Probabilities.Zip(counts))
            Expect.Near(draws * probability, count, 5 * Math.Sqrt(draws * probability), "five standard deviations of a Poisson count");
        Expect.Near(Math.Pow(2, 1.3), corpus.Catalogue.Probabilities[0] / corpus.Catalogue.Probabilities[1], 1e-9, "the power law");
        Assert.Equal(200 + 12 + 14 - 50 + 8 + 4 + 6 + 8 + 3 + 5, counts.Length);
    }

    /// <summary>Those that go backwards as well: both directions were one until 0.2.0.</summary>
    [Theory]
    [InlineData("week", false, " Monday Tuesday Wednesday Thursday Friday Saturday Sunday")]
    [InlineData("week backwards", false, " Sunday Saturday Friday Thursday Wednesday Tuesday Monday")]
    [InlineData("year", true, " January February March April May June July August September October November December")]
    [InlineData("seasons backwards", true, " winter autumn summer spring")]
    public void Sequences_go_on_in_their_order(string name, bool withoutCues, string order)
    {
        var skill = new PlantedCorpus(Options with { WithoutCues = withoutCues }).Catalogue.Skills.Single(skill => skill.Name == name);
        for (var seed = 0UL; seed < 20; seed++)
        {
            var instance = new PlantedInstance(7, 8, new Dictionary<string, string>());
            skill.Write(instance, new Quanta.Numerics.Random.Philox(seed));
            Assert.Contains(string.Concat(instance.Tokens.Skip(1).Select(token => token.Token)), order + order, StringComparison.Ordinal);
            Assert.Equal(withoutCues ? 3 : 4, instance.Tokens.Count(token => token.Label == 7));
        }
    }

    [Fact]
    public void Kinds_can_be_weighted_and_unknown_ones_are_refused()
    {
        var none = new PlantedCorpus(Options with { KindWeights = new Dictionary<string, double> { ["fact"] = 0 } });
        Assert.All(none.Catalogue.Skills.Zip(none.Catalogue.Probabilities), pair => Assert.Equal(pair.First.Kind == "fact", pair.Second == 0));
        var message = Assert.Throws<ArgumentException>(() => new PlantedCorpus(Options with { KindWeights = new Dictionary<string, double> { ["magic"] = 1 } })).Message;
        Assert.Contains("magic", message, StringComparison.Ordinal);
        Assert.Contains("1000", Assert.Throws<ArgumentException>(() => new PlantedCorpus(Options with { Facts = 1000 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tokenizer_gives_the_planted_tokens_and_the_labels_their_predictions()
    {
        using var folder = new TemporaryFolder();
        PlantedFolder.Write(folder.Path, Options);
        var tokenizer = Tokenizer.Load(folder.File("tokenizer.json"));
        var labels = new List<int>();
        foreach (var (line, document) in JsonLines.ReadField(folder.File("test.jsonl"), "text").Zip(new PlantedCorpus(Options).Test))
        {
            Assert.Equal(document.Tokens, tokenizer.DecodeEach(tokenizer.Encode(line.Require())));
            Assert.InRange(document.Tokens.Count, 200, 256);
            labels.AddRange(document.Labels.Skip(1));
        }
        Assert.Equal(labels, Npy.Read(folder.File("test-labels.npy")).ToInt32());
        Assert.InRange(labels.Count(label => label >= 0) / (double)labels.Count, 0.2, 0.6);
    }

    [Fact]
    public void The_seed_fixes_every_byte_and_more_documents_change_none()
    {
        static string[] Texts(PlantedOptions options) => [.. new PlantedCorpus(options).Train.Select(document => document.Text)];
        var texts = Texts(Options);
        Assert.Equal(texts, Texts(Options));
        Assert.Equal(texts, Texts(Options with { TrainDocuments = 310 })[..300]);
        Assert.NotEqual(texts[0], Texts(Options with { Seed = 5 })[0]);
        Assert.Equal(300, texts.Distinct().Count());
    }
}
