using System.Text.Json.Nodes;
using Quanta.Numerics.Random;

namespace Quanta.LanguageModels.Tests.Tokenization.Models;

/// <summary>Unigrams against every way of cutting a short text.</summary>
public class UnigramModelTests
{
    private const double Unknown = -30, Tolerance = 1e-9; // sums of a few numbers with two decimals

    [Fact]
    public void No_cutting_has_a_larger_sum_of_log_probabilities()
    {
        var random = new Philox(seed: 5);
        for (var trial = 0; trial < 200; trial++)
        {
            var scores = new Dictionary<string, double> { ["<unk>"] = 0, ["a"] = -3, ["b"] = -4, ["low"] = Unknown + 10 };
            for (var n = random.NextInt32(12); n > 0; n--) scores[Text(random, "abc", 2 + random.NextInt32(3))] = -Math.Round(1 + 12 * random.NextDouble(), 2);
            var (tokenizer, entries) = (TinyTokenizer.Load(Json(scores, bytes: false)), scores.Keys.ToList());
            var text = Text(random, "abcc\u00E9", 1 + random.NextInt32(9));
            var sum = tokenizer.Encode(text).Sum(id => id == 0 ? 0 : scores[entries[id]]);
            var known = Best(scores, text);
            Assert.True(Math.Abs(sum - known.Known) <= Tolerance, $"{text}: {sum} and not {known}");
        }
    }

    [Fact]
    public void Unknown_characters_in_a_row_are_one_token_or_the_bytes_of_each()
    {
        var scores = new Dictionary<string, double> { ["<unk>"] = 0, ["a"] = -1 };
        Assert.Equal([1, 0, 1, 0], TinyTokenizer.Load(Json(scores, bytes: false)).Encode("a\u00E9\U0001F600a\u00E9"));
        for (var value = 0; value < 256; value++) scores[$"<0x{value:X2}>"] = -9;
        var bytes = TinyTokenizer.Load(Json(scores, bytes: true));
        Assert.Equal([1, 2 + 0xC3, 2 + 0xA9, 2 + 0xF0, 2 + 0x9F, 2 + 0x98, 2 + 0x80], bytes.Encode("a\u00E9\U0001F600"));
        Assert.Equal("a\u00E9\U0001F600", bytes.Decode(bytes.Encode("a\u00E9\U0001F600")));
    }

    [Theory]
    [InlineData("unk_id", "null", "model.unk_id must be an integer from 0 to 1")]
    [InlineData("unk_id", "2", "model.unk_id must be an integer from 0 to 1")]
    [InlineData("byte_fallback", "true", "has none for 0x00")]
    [InlineData("vocab", "[]", "model.vocab must have tokens")]
    [InlineData("vocab", """[["a"]]""", "model.vocab[0] must be a token and its log-probability")]
    [InlineData("vocab", """[["a", -1], ["a", -2]]""", "twice")]
    [InlineData("vocab", """[["a", "b"]]""", "model.vocab[0][1] must be a number")]
    public void A_wrong_model_is_refused_by_name(string setting, string value, string complaint)
    {
        var json = Json(new Dictionary<string, double> { ["<unk>"] = 0, ["a"] = -1 }, bytes: false);
        json["model"]![setting] = JsonNode.Parse(value);
        Assert.Contains(complaint, Assert.Throws<InvalidDataException>(() => TinyTokenizer.Load(json)).Message, StringComparison.Ordinal);
    }

    private static JsonObject Json(Dictionary<string, double> scores, bool bytes) => new()
    {
        ["decoder"] = JsonNode.Parse("""{"type":"ByteFallback"}"""),
        ["model"] = new JsonObject
        {
            ["type"] = "Unigram",
            ["unk_id"] = 0,
            ["byte_fallback"] = bytes,
            ["vocab"] = new JsonArray([.. scores.Select(score => new JsonArray(score.Key, score.Value))]),
        },
    };

    private static string Text(Philox random, string letters, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.NextInt32(letters.Length)]));

    /// <summary>The largest sum of all cuttings, and the part of it that is not of unknown characters.</summary>
    private static (double Sum, double Known) Best(Dictionary<string, double> scores, string text)
    {
        if (text.Length == 0) return (0, 0);
        var ways = new List<(double Sum, double Known)>();
        for (var length = 1; length <= text.Length; length++)
        {
            var isKnown = scores.TryGetValue(text[..length], out var score);
            if (!isKnown && length > 1) continue;
            var rest = Best(scores, text[length..]);
            ways.Add((rest.Sum + (isKnown ? score : Unknown), rest.Known + (isKnown ? score : 0)));
        }
        return ways.MaxBy(way => way.Sum);
    }
}
