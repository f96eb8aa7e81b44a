using System.Text;
using System.Text.Json.Nodes;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>Whatever way a tokenizer.json says the same, the ids are the same.</summary>
public class TokenizerSpellingTests
{
    private const string ByteLevel = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":false,"use_regex":true}""";
    private const string Template = """{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{}}""";
    private const string Nfc = """{"type":"NFC"}""";

    private const string Gpt2Split =
        """{"type":"Split","pattern":{"Regex":"'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false}""";

    private static readonly string[] Texts =
        ["It's 12  tests,\n\n we'll see e\u0301.", "hello <sep> hello", "  \t a\u0301\u0323 😀 don't 'tis", "the quick hello hello\r\n", ""];

    [Theory]
    [InlineData("post_processor", Template)]
    [InlineData("post_processor", $$"""{"type":"Sequence","processors":[{{ByteLevel}},{{Template}}]}""")]
    [InlineData("post_processor", """{"type":"Sequence","processors":[]}""")]
    [InlineData("post_processor", """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false}""")]
    [InlineData("post_processor", "null")]
    [InlineData("pre_tokenizer", """{"type":"ByteLevel"}""")]
    [InlineData("pre_tokenizer", ByteLevel)]
    [InlineData("pre_tokenizer", $$"""{"type":"Sequence","pretokenizers":[{{ByteLevel}}]}""")]
    [InlineData("pre_tokenizer", $$"""{"type":"Sequence","pretokenizers":[{"type":"Sequence","pretokenizers":[]},{"type":"Sequence","pretokenizers":[{{ByteLevel}}]}]}""")]
    [InlineData("pre_tokenizer", $$"""{"type":"Sequence","pretokenizers":[{{Gpt2Split}},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]}""")]
    [InlineData("pre_tokenizer", $$"""{"type":"Sequence","pretokenizers":[{{Gpt2Split}},{{ByteLevel}}]}""")]
    [InlineData("normalizer", $$"""{"type":"Sequence","normalizers":[{{Nfc}}]}""")]
    [InlineData("normalizer", $$"""{"type":"Sequence","normalizers":[{{Nfc}},{{Nfc}},{"type":"Sequence","normalizers":[]}]}""")]
    [InlineData("decoder", """{"type":"ByteLevel"}""")]
    [InlineData("decoder", $$"""{"type":"Sequence","decoders":[{{ByteLevel}},{"type":"Fuse"}]}""")]
    [InlineData("model.dropout", "0")]
    [InlineData("model.dropout", "0.0")]
    [InlineData("model.dropout", "0e0")]
    [InlineData("model.unk_token", "\"<sep>\"")]
    [InlineData("model.fuse_unk", "true")]
    [InlineData("model.byte_fallback", "false")]
    [InlineData("model.ignore_merges", "null")]
    [InlineData("model.end_of_word_suffix", "\"\"")]
    [InlineData("model.continuing_subword_prefix", "null")]
    [InlineData("model.type", null)]
    [InlineData("model.something_new", """{"a":[1,2]}""")]
    [InlineData("something_new", "NaN")]
    [InlineData("version", null)]
    [InlineData("truncation", "null")]
    public void An_equivalent_spelling_gives_the_same_ids(string place, string? value)
    {
        var json = TinyTokenizer.Json();
        Set(json, place.Split('.'), value is null or "NaN" ? null : JsonNode.Parse(value), remove: value is null);
        var text = json.ToJsonString();

        ExpectSame(TinyTokenizer.LoadText(value == "NaN" ? text.Replace("\"something_new\":null", "\"something_new\":NaN", StringComparison.Ordinal) : text));
    }

    [Fact]
    public void No_normalizer_is_the_same_as_an_empty_sequence_of_them()
    {
        var (none, empty) = (TinyTokenizer.Json(), TinyTokenizer.Json());
        none["normalizer"] = null;
        empty["normalizer"] = JsonNode.Parse("""{"type":"Sequence","normalizers":[]}""");

        foreach (var text in Texts) Assert.Equal(TinyTokenizer.Load(none).Encode(text), TinyTokenizer.Load(empty).Encode(text));
        Assert.NotEqual(TinyTokenizer.Load(TinyTokenizer.Json()).Encode("e\u0301"), TinyTokenizer.Load(empty).Encode("e\u0301"));
    }

    [Fact]
    public void An_added_token_may_stand_in_the_list_twice_and_in_the_vocabulary_too()
    {
        var json = TinyTokenizer.Json();
        var added = json["added_tokens"]!.AsArray();
        foreach (var token in added.ToList())
        {
            json["model"]!["vocab"]![token!["content"]!.GetValue<string>()] = token["id"]!.GetValue<int>();
            added.Add(token.DeepClone());
        }

        ExpectSame(TinyTokenizer.Load(json));
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over() => ExpectSame(TinyTokenizer.LoadText("\uFEFF" + TinyTokenizer.Json().ToJsonString()));

    [Theory]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<sep>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}]}""", "must be explained in special_tokens, but \"<sep>\" is not")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A"}},{"Sequence":{"id":"A"}}]}""", "the text A once")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[{"Sequence":{"id":"B"}}]}""", "the text A once")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[]}""", "the text A once")]
    [InlineData("post_processor", """{"type":"Sequence","processors":[{"type":"BertProcessing"}]}""", "\"BertProcessing\"")]
    [InlineData("pre_tokenizer", """{"type":"Sequence","pretokenizers":[]}""", "only decoder has one")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"x"}},{"Sequence":{"id":"A"}}],"special_tokens":{"x":{"ids":[9999]}}}""", "9999 has none")]
    [InlineData("post_processor", $$"""{"type":"Sequence","processors":[{{Template}},{{Template}}]}""", "must have one template")]
    [InlineData("pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"ByteLevel"}]}""", "must be the only ByteLevel step")]
    [InlineData("pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"UnicodeScripts"},{"type":"ByteLevel"}]}""", "\"UnicodeScripts\"")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"Regex":"a"},"behavior":"Kept"}""", "pre_tokenizer.behavior must be \"Removed\", \"Isolated\"")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{"String":""},"behavior":"Removed"}""", "pre_tokenizer.pattern.String must not be empty")]
    [InlineData("pre_tokenizer", """{"type":"Split","pattern":{},"behavior":"Removed"}""", "\"String\" or \"Regex\"")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace","replacement":"ab"}""", "must be one character")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace","replacement":"_","add_prefix_space":false,"prepend_scheme":"first"}""", "must not say both")]
    [InlineData("pre_tokenizer", """{"type":"Metaspace","replacement":"_","prepend_scheme":"last"}""", "must be \"always\", \"first\" or \"never\", but is \"last\"")]
    [InlineData("normalizer", $$"""{"type":"Sequence","normalizers":[{{Nfc}},{"type":"Precompiled"}]}""", "\"Precompiled\"")]
    [InlineData("decoder", """{"type":"Sequence","decoders":[{"type":"ByteFallback"}]}""", "only pre_tokenizer has one")]
    [InlineData("decoder", """{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"ByteFallback"}]}""", "must be \"Fuse\" or \"Strip\" where")]
    [InlineData("decoder", """{"type":"WordPiece"}""", "\"WordPiece\"")]
    public void What_means_something_else_is_refused(string place, string value, string complaint)
    {
        var json = TinyTokenizer.Json();
        json[place] = JsonNode.Parse(value);

        Assert.Contains(complaint, Assert.Throws<InvalidDataException>(() => TinyTokenizer.Load(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_in_for_a_tokenizer_is_called_what_it_is()
    {
        using var folder = new TemporaryFolder();
        foreach (var (content, name) in StandIns.Contents)
        {
            File.WriteAllText(folder.File("tokenizer.json"), content, new UTF8Encoding(false));
            Assert.Contains(name, Assert.Throws<InvalidDataException>(() => Tokenizer.Load(folder.File("tokenizer.json"))).Message, StringComparison.Ordinal);
        }
        Assert.Contains("a folder", Assert.Throws<InvalidDataException>(() => Tokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static void ExpectSame(Tokenizer changed)
    {
        var plain = TinyTokenizer.Load(TinyTokenizer.Json());
        foreach (var text in Texts) Assert.Equal(plain.Encode(text), changed.Encode(text));
    }

    private static void Set(JsonNode json, string[] steps, JsonNode? value, bool remove)
    {
        var parent = steps[..^1].Aggregate(json, (node, step) => node[step]!);
        if (remove) parent.AsObject().Remove(steps[^1]);
        else parent[steps[^1]] = value;
    }
}
