using System.Text.Json.Nodes;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests.Tokenization.Models;

/// <summary>SentencePiece's byte pairs against the definition, said plainly: characters, or bytes of those without a token, and the leftmost pair of lowest rank merged
/// until none is left, over a whole text.</summary>
public class BytePairModelTests
{
    private const string Letters = "ab\u2581\u00E9";

    private static readonly string[] Pieces = ["a", "b", " ", "\u2581", "\u00E9", "\u65E5", "\U0001F600"];

    [Fact]
    public void Texts_have_the_tokens_of_the_definition_wherever_they_are_cut_at_blanks()
    {
        var random = new Philox(seed: 11);
        for (var trial = 0; trial < 60; trial++)
        {
            var (entries, merges) = RandomPairs(random);
            var tokenizer = TinyTokenizer.Load(Json(entries, merges));
            for (var length = 0; length < 60; length += 1 + length / 4)
            {
                var text = string.Concat(Enumerable.Range(0, length).Select(_ => Pieces[random.NextInt32(Pieces.Length)]));
                Assert.Equal(Naive(entries, merges, text.Replace(' ', '\u2581')), tokenizer.Encode(text));
            }
        }
    }

    /// <summary>Some pairs join what stands before a blank with it, and some trials have few merges, so that texts are cut often, now and then, or never.</summary>
    private static (List<string> Entries, List<(string Left, string Right)> Merges) RandomPairs(Philox random)
    {
        var entries = new List<string>(["<unk>", .. Letters.Select(letter => letter.ToString()), .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")]);
        var (merges, pieces) = (new List<(string, string)>(), entries.Skip(1).Take(Letters.Length).ToList());
        if (random.NextInt32(4) == 0) pieces.Add("<0xE6>");
        for (var count = random.NextInt32(30); merges.Count < count;)
        {
            var (left, right) = (pieces[random.NextInt32(pieces.Count)], pieces[random.NextInt32(pieces.Count)]);
            if (merges.Contains((left, right)) || (random.NextInt32(3) > 0 && right[0] == '\u2581')) continue;
            merges.Add((left, right));
            pieces.Add(left + right);
            if (!entries.Contains(left + right)) entries.Add(left + right);
        }
        return (entries, merges);
    }

    private static JsonObject Json(List<string> entries, List<(string Left, string Right)> merges) => new()
    {
        ["normalizer"] = JsonNode.Parse("""{"type":"Replace","pattern":{"String":" "},"content":"▁"}"""),
        ["decoder"] = JsonNode.Parse("""{"type":"Sequence","decoders":[{"type":"ByteFallback"},{"type":"Fuse"}]}"""),
        ["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["byte_fallback"] = true,
            ["vocab"] = new JsonObject(entries.Index().Select(entry => KeyValuePair.Create(entry.Item, (JsonNode?)entry.Index))),
            ["merges"] = new JsonArray([.. merges.Select(pair => new JsonArray(pair.Left, pair.Right))]),
        },
    };

    private static List<int> Naive(List<string> entries, List<(string Left, string Right)> merges, string text)
    {
        var tokens = new List<string>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (entries.Contains(rune.ToString())) tokens.Add(rune.ToString());
            else tokens.AddRange(System.Text.Encoding.UTF8.GetBytes(rune.ToString()).Select(value => $"<0x{value:X2}>"));
        }
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var at = Enumerable.Range(0, Math.Max(0, tokens.Count - 1)).FirstOrDefault(i => (tokens[i], tokens[i + 1]) == merges[rank], -1);
            if (at < 0) continue;
            tokens[at] += tokens[at + 1];
            tokens.RemoveAt(at + 1);
            rank = -1;
        }
        return [.. tokens.Select(token => entries.IndexOf(token))];
    }
}
