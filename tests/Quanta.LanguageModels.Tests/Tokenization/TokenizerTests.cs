using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>What must hold for any text.</summary>
public class TokenizerTests
{
    private static readonly LanguageModels.Tokenization.Tokenizer Plain = TinyTokenizer.Plain(), Full = TinyTokenizer.Variant("plain");

    private static readonly string[] Texts = [.. Goldens.Read("tiny-encodings.json").EnumerateArray().Select(golden => golden.GetProperty("text").GetString()!).Distinct()];

    [Fact]
    public void Any_text_comes_back()
    {
        Prop.ForAll<string>(text => text is null || Plain.Decode(Plain.Encode(text)) == WellFormed(text)).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
        Assert.All(Texts, text => Assert.Equal(text, Plain.Decode(Plain.Encode(text))));
    }

    [Fact]
    public void The_decoded_bytes_are_the_texts_UTF8() =>
        Assert.All(Texts, text => Assert.Equal(Encoding.UTF8.GetBytes(text), Plain.DecodeBytes(Plain.Encode(text))));

    [Fact]
    public void A_limited_encoding_is_the_beginning_of_the_whole()
    {
        foreach (var text in Texts.TakeLast(100))
        {
            var whole = Full.Encode(text);
            for (var maximum = 0; maximum <= whole.Length + 1; maximum++)
                Assert.Equal(whole.Take(maximum), Full.Encode(text, maximum));
        }
    }

    [Fact]
    public void Several_threads_get_the_same_tokens()
    {
        var fresh = TinyTokenizer.Variant("plain");
        var expected = Texts.Select(text => Full.Encode(text)).ToArray();
        Parallel.For(0, 8 * Texts.Length, i => Assert.Equal(expected[i % Texts.Length], fresh.Encode(Texts[i % Texts.Length])));
    }

    [Fact]
    public void Tokens_decode_one_by_one_with_a_replacement_for_each_broken_character()
    {
        var ids = Plain.Encode("a\u65E5");
        Assert.Equal(["a", "\uFFFD", "\uFFFD", "\uFFFD"], Plain.DecodeEach(ids));
        Assert.Equal("a\u65E5", Plain.Decode(ids));
        Assert.Equal("a\uFFFD", Plain.Decode(ids.AsSpan(0, 3)));
    }

    [Fact]
    public void Tokens_decoded_in_order_are_the_text_even_of_broken_characters()
    {
        Assert.Equal(["a", "", "", "\u65E5", "b"], Whole(Plain.Encode("a\u65E5b")));
        Assert.Empty(Whole([]));
        var ids = Gen.Choose(0, Plain.VocabularySize - 1).ListOf().Select(list => list.ToArray()).ToArbitrary();
        Prop.ForAll(ids, tokens => string.Concat(Whole(tokens)) == Plain.Decode(tokens)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Slices_of_split_characters_give_the_text_back_with_the_targets_characters_whole()
    {
        const string text = "a日😀b한é";
        var ids = Plain.Encode(text);
        var utf8 = Encoding.UTF8.GetBytes(text);
        for (var target = 0; target < ids.Length; target++)
        {
            var (bytes, offset) = Plain.BytesWithin(ids, target);
            Assert.Equal(Plain.DecodeBytes([ids[target]]), bytes);
            for (var first = 0; first <= target; first++)
            {
                for (var end = target + 1; end <= ids.Length; end++)
                {
                    var texts = Plain.DecodeWhole(ids, first, end, target);
                    var slice = string.Concat(texts);
                    Assert.DoesNotContain('\uFFFD', slice);
                    Assert.Contains(slice, text, StringComparison.Ordinal);
                    if (first == 0) Assert.StartsWith(slice, text, StringComparison.Ordinal);
                    if (end == ids.Length) Assert.EndsWith(slice, text, StringComparison.Ordinal);
                    var own = Encoding.UTF8.GetBytes(texts[target - first]);
                    Assert.Equal(bytes, own[offset..(offset + bytes.Length)]);
                    if (first == 0) Assert.Equal(bytes, utf8.Skip(Encoding.UTF8.GetByteCount(string.Concat(texts.Take(target))) + offset).Take(bytes.Length));
                }
            }
        }
    }

    [Fact]
    public void An_unpaired_surrogate_counts_as_a_replacement_character() =>
        Assert.Equal(Plain.Encode("a\uFFFDb"), Plain.Encode("a\uD800b"));

    [Fact]
    public void An_added_token_decodes_to_its_own_text() =>
        Assert.Equal(".\u00FCber", Full.Decode(Full.Encode(".u\u0308ber")));

    [Fact]
    public void An_added_token_within_the_white_space_of_another_may_be_swallowed()
    {
        var json = TinyTokenizer.Json();
        foreach (var token in json["added_tokens"]!.AsArray())
        {
            var content = token!["content"]!.GetValue<string>();
            token["lstrip"] = content is "  " or "   ";
            if (content == "<sep>") token["normalized"] = true;
        }
        var tokenizer = TinyTokenizer.Load(json);
        Assert.Equal([IdOf(json, "<sep>"), .. tokenizer.Encode("a")], tokenizer.Encode("<sep>      a"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100_000)]
    public void An_id_without_a_token_is_refused(int id)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Full.Decode([id]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Full.DecodeEach([id]));
    }

    [Fact]
    public void A_negative_limit_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Full.Encode("a", -1));

    private static int IdOf(JsonNode json, string content) =>
        json["added_tokens"]!.AsArray().Single(token => token!["content"]!.GetValue<string>() == content)!["id"]!.GetValue<int>();

    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string[] Whole(int[] ids) => Plain.DecodeWhole(ids, 0, ids.Length);
}
