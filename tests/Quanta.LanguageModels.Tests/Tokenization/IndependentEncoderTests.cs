using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.Tokenizers;
using Quanta.Formats.Text;
using Quanta.LanguageModels.Tokenization.PreTokenizers;
using CanonicalComposition = Quanta.LanguageModels.Tokenization.Normalizers.CanonicalComposition;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>The same ids as the byte-pair encoder of Microsoft.ML.Tokenizers.</summary>
/// <remarks>Splitting and NFC are ours there too, as its own do something else: its NFC does nothing where globalization is invariant, and its regular
/// expression sees UTF-16 units in the place of characters. So this tests vocabulary, byte alphabet and merging; splitting and NFC have tests of their own.
/// Added tokens are left out on both sides.</remarks>
public sealed class IndependentEncoderTests
{
    private const int RandomTexts = 4000;

    [Fact]
    public void Random_and_hostile_texts_have_the_same_ids() => Compare(Path.Combine(Repository.Root, "models", "nx-25k", "tokenizer.json"), HostileTexts());

    [SharedDataFact("data/tokenizers")]
    public void Random_and_hostile_texts_have_the_same_ids_in_the_published_vocabulary() =>
        Compare(SharedData.Path("data/tokenizers/20B_tokenizer.json"), HostileTexts());

    [SharedDataFact("data/minipile")]
    public void Real_documents_have_the_same_ids_in_the_published_vocabulary() => Compare(
        SharedData.Path("data/tokenizers/20B_tokenizer.json"),
        JsonLines.ReadField(SharedData.Path("data/minipile/test.jsonl.zst"), "text").Select(field => field.Require()).Where((_, index) => index % 3 == 0));

    private static void Compare(string path, IEnumerable<string> texts)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        json["added_tokens"] = new JsonArray();
        var (ours, theirs) = (TinyTokenizer.Load(json), Independent(json));
        var compared = 0;
        foreach (var text in texts)
        {
            Assert.Equal(theirs.EncodeToIds(text), ours.Encode(text));
            compared++;
        }
        Assert.True(compared > 100, $"Only {compared} texts were compared.");
    }

    private static BpeTokenizer Independent(System.Text.Json.Nodes.JsonNode json)
    {
        var model = json["model"]!;
        return BpeTokenizer.Create(new BpeOptions(model["vocab"]!.AsObject().Select(entry => KeyValuePair.Create(entry.Key, entry.Value!.GetValue<int>())))
        {
            Merges = [.. model["merges"]!.AsArray().Select(merge => merge!.GetValue<string>())],
            ByteLevel = true,
            Normalizer = new Nfc(),
            PreTokenizer = new Words(),
        });
    }

    /// <summary>Words, numbers, white space, marks to be composed, characters of two UTF-16 units, contractions, halves of pairs, and long runs, in every
    /// mixture.</summary>
    private static IEnumerable<string> HostileTexts()
    {
        string[] pieces =
        [
            " ", "  ", "\n", "\r\n", "\t", "\u00A0", "\u3000", "'s", "'ll", "'", "a", "The", " quantum", "é", "e\u0301", "\u1100\u1161", "\u0958", "ß", "İ", "Ǆ",
            "1", "٣", "½", "Ⅷ", "𝟘", "!", "...", "—", "😀", "👍🏽", "👨‍👩‍👧",
            "한글", "漢字", "𠀀", "\uD800", "\uDC00", "\uFFFD", "\0", "\u200D", "\u0307\u0323", "_", "Ġ", "Ċ",
        ];
        var random = new Random(20_261_130);
        for (var i = 0; i < RandomTexts; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(1, 40); n > 0; n--)
            {
                var piece = pieces[random.Next(pieces.Length)];
                if (random.Next(50) == 0) text.Insert(text.Length, piece, random.Next(2, 60));
                else if (random.Next(4) == 0) text.Append((char)random.Next(1, 0x3000));
                else text.Append(piece);
            }
            yield return text.ToString();
        }
    }

    private sealed class Nfc : Normalizer
    {
        public override string Normalize(string original) =>
            CanonicalComposition.Normalize(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(original)).AsMemory()).ToString();

        public override string Normalize(ReadOnlySpan<char> original) => Normalize(original.ToString());
    }

    private sealed class Words : PreTokenizer
    {
        public override IEnumerable<(int Offset, int Length)> PreTokenize(string text)
        {
            for (var start = 0; start < text.Length;)
            {
                var length = Gpt2Words.FirstWordLength(text.AsSpan(start));
                yield return (start, length);
                start += length;
            }
        }

        public override IEnumerable<(int Offset, int Length)> PreTokenize(ReadOnlySpan<char> text) => PreTokenize(text.ToString());
    }
}
