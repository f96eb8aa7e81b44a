using Quanta.LanguageModels.Tokenization;
using Quanta.LanguageModels.Tokenization.Training;

namespace Quanta.LanguageModels.Tests.Tokenization.Training;

public class BytePairTrainerTests
{
    [Fact]
    public void Merges_are_those_of_Hugging_Faces_trainer()
    {
        // Counted by hand: "ug" 20, then "un" 16, then "hug" 15, as in Hugging Face's course; blanks keep the words apart.
        (string Word, int Count)[] words = [("hug", 10), ("pug", 5), ("pun", 12), ("bun", 4), ("hugs", 5)];
        var text = string.Concat(words.SelectMany(word => Enumerable.Repeat(word.Word + "\n", word.Count)));
        var vocabulary = BytePairTrainer.Train([text], new BytePairOptions { VocabularySize = 256 + 3, SpecialTokens = [] });
        Assert.Equal([("u", "g"), ("u", "n"), ("h", "ug")], vocabulary.Merges);
        Assert.Equal(["ug", "un", "hug"], vocabulary.Entries.Skip(256));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(420)]
    public void The_kept_counts_give_the_merges_of_counting_anew_each_time(int size)
    {
        var text = SomeText();
        var options = new BytePairOptions { VocabularySize = size };
        Assert.Equal(NaiveMerges(text, size - 258), BytePairTrainer.Train([text], options).Merges);
    }

    [Fact]
    public void The_file_is_read_by_the_tokenizer_and_gives_the_text_back()
    {
        using var folder = new TemporaryFolder();
        var text = SomeText() + " déjà vu \ud83d\ude00 \t\n\n end";
        var vocabulary = BytePairTrainer.Train([text], new BytePairOptions { VocabularySize = 400 });
        TokenizerFileWriter.Write(folder.File("tokenizer.json"), vocabulary);
        var tokenizer = Tokenizer.Load(folder.File("tokenizer.json"));
        Assert.Equal(400, tokenizer.VocabularySize);
        var tokens = tokenizer.Encode(text);
        Assert.Equal(text, tokenizer.Decode(tokens));
        Assert.True(tokens.Length < 0.6 * text.Length, $"{tokens.Length} tokens for {text.Length} characters");
        Assert.Equal([0], tokenizer.Encode("<|endoftext|>"));
    }

    [Fact]
    public void Text_without_pairs_gives_a_smaller_vocabulary()
    {
        Assert.Equal(258, BytePairTrainer.Train(["a b c", ""], new BytePairOptions()).Entries.Count);
        Assert.Contains("at least 258", Assert.Throws<ArgumentException>(() => BytePairTrainer.Train([], new BytePairOptions { VocabularySize = 257 })).Message, StringComparison.Ordinal);
    }

    private static string SomeText() => string.Join('\n', typeof(string).Assembly.GetExportedTypes().Take(80).Select(type => $"The type {type.Name} of {type.Namespace}, isn't it?"));

    /// <summary>The definition: count all pairs of all words, merge the most frequent, and begin again. Entries are strings; ids follow from the order of making.</summary>
    private static List<(string, string)> NaiveMerges(string text, int count)
    {
        var words = System.Text.RegularExpressions.Regex.Matches(text, @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")
            .Select(match => match.Value.Replace(' ', 'Ġ').Replace('\n', 'Ċ').Select(c => c.ToString()).ToList()).ToList();
        var alphabet = Enumerable.Range(0, 256).Select(b => b is >= '!' and <= '~' or >= 0xa1 and <= 0xac or >= 0xae and <= 0xff ? (char)b : '\0').Where(c => c != 0);
        var ids = alphabet.Concat(Enumerable.Range(0x100, 68).Select(c => (char)c)).Order().Select((c, i) => (c.ToString(), i)).ToDictionary(p => p.Item1, p => p.i);
        var merges = new List<(string, string)>();
        while (merges.Count < count)
        {
            var pairs = words.SelectMany(word => word.Zip(word.Skip(1))).GroupBy(pair => pair);
            var best = pairs.OrderByDescending(group => group.Count()).ThenBy(group => ids[group.Key.First]).ThenBy(group => ids[group.Key.Second]).First().Key;
            merges.Add(best);
            ids.TryAdd(best.First + best.Second, 1000 + merges.Count);
            foreach (var word in words)
            {
                for (var i = 0; i + 1 < word.Count; i++)
                {
                    if ((word[i], word[i + 1]) != best) continue;
                    word[i] += word[i + 1];
                    word.RemoveAt(i + 1);
                }
            }
        }
        return merges;
    }
}
