using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>Every kind of tokenizer that is read has the ids and texts of Hugging Face's library, which Goldens/make_kinds.js wrote down.</summary>
public class KindTests
{
    private static readonly JsonElement Golden = Goldens.Read("kinds.json");
    private static readonly string[] Texts = [.. Golden.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];
    private static readonly Dictionary<string, JsonElement> Kinds =
        Golden.GetProperty("kinds").EnumerateArray().ToDictionary(kind => kind.GetProperty("kind").GetString()!);

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_documents_and_texts_are_the_references(string name)
    {
        var tokenizer = Load(name);
        var documents = new DocumentEncoder(tokenizer);
        var cases = Kinds[name].GetProperty("cases").EnumerateArray().ToArray();
        Assert.InRange(cases.Length, 100, Texts.Length);
        foreach (var (index, reference) in cases.Index())
        {
            var (text, ids) = (Texts[index], Ids(reference[0]));
            var document = reference[1].ValueKind == JsonValueKind.Null ? ids : Ids(reference[1]);
            Expect(ids, tokenizer.Encode(text), text);
            Expect(document, documents.Encode(text), text);
            for (var maximum = 0; maximum <= document.Length + 1; maximum += 1 + maximum / 3)
                Expect([.. document.Take(maximum)], documents.Encode(text, maximum), text);
            if (reference[2].ValueKind == JsonValueKind.False) continue;
            Assert.Equal(Comparable(reference[2].GetString() ?? text), Comparable(tokenizer.Decode(document)));
        }
    }

    /// <summary>A long text without a blank that begins a word, and one of nothing but blanks.</summary>
    [Theory]
    [InlineData("llama2", "ab")]
    [InlineData("llama2", " ")]
    [InlineData("gemma", "hello abc")]
    [InlineData("unigram", "ab")]
    [InlineData("metaspace never", "a")]
    [InlineData("llama3", "a")]
    [InlineData("gpt-4o", " ")]
    [InlineData("falcon", "1")]
    public void A_very_long_text_is_encoded_in_good_time(string name, string piece)
    {
        var tokenizer = Load(name);
        var text = new StringBuilder().Insert(0, piece, 400_000 / piece.Length).ToString();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var ids = tokenizer.Encode(text);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.InRange(ids.Length, 1000, 400_001);
    }

    /// <summary>A byte that is no UTF-8 is U+FFFD alone here and for each byte of its run there, so runs of U+FFFD count as one.</summary>
    private static string Comparable(string text)
    {
        while (text.Contains("\uFFFD\uFFFD", StringComparison.Ordinal)) text = text.Replace("\uFFFD\uFFFD", "\uFFFD", StringComparison.Ordinal);
        return text;
    }

    private static Tokenizer Load(string name)
    {
        var kind = Kinds[name];
        var json = JsonNode.Parse(File.ReadAllText(Goldens.PathOf($"{kind.GetProperty("base").GetString()}-tokenizer.json")))!.AsObject();
        foreach (var (part, value) in JsonNode.Parse(kind.GetProperty("changes").GetRawText())!.AsObject())
        {
            if (part == "model" && value!["vocab"] is null)
                foreach (var (property, setting) in value.AsObject()) json["model"]![property] = setting?.DeepClone();
            else json[part] = value?.DeepClone();
        }
        return TinyTokenizer.Load(json);
    }

    private static int[] Ids(JsonElement list) => [.. list.EnumerateArray().Select(id => id.GetInt32())];

    private static void Expect(int[] expected, int[] actual, string text) => Assert.True(
        expected.AsSpan().SequenceEqual(actual), $"{JsonSerializer.Serialize(text)}: expected {string.Join(' ', expected)}, got {string.Join(' ', actual)}.");
}
