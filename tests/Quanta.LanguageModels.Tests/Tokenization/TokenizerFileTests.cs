using System.Text.Json.Nodes;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>A tokenizer.json that is damaged or of another kind is refused with a sentence that names the place.</summary>
public class TokenizerFileTests
{
    [Theory]
    [InlineData("model.type", "\"Unigram\"", "\"Unigram\"")]
    [InlineData("model", "null", "model must be of type \"BPE\" or \"Unigram\", but is null")]
    [InlineData("model", "[]", "model")]
    [InlineData("pre_tokenizer", "null", "only decoder has one")]
    [InlineData("pre_tokenizer.type", "\"BertPreTokenizer\"", "pre_tokenizer.type must be \"ByteLevel\", \"Digits\"")]
    [InlineData("pre_tokenizer.type", "\"Whitespace\"", "only decoder has one")]
    [InlineData("pre_tokenizer.add_prefix_space", "3", "pre_tokenizer.add_prefix_space must be true or false, but is 3")]
    [InlineData("normalizer", """{"type":"NFKC"}""", "\"NFKC\"")]
    [InlineData("normalizer", """{"type":7}""", "normalizer.type")]
    [InlineData("decoder", "null", "decoder")]
    [InlineData("post_processor", """{"type":"TemplateProcessing"}""", "post_processor.single must be an array, but is absent")]
    [InlineData("post_processor", """{"type":"RobertaProcessing"}""", "\"RobertaProcessing\"")]
    [InlineData("model.dropout", "0.1", "model.dropout")]
    [InlineData("model.continuing_subword_prefix", "\"##\"", "##")]
    [InlineData("model.end_of_word_suffix", "\"</w>\"", "</w>")]
    [InlineData("model.vocab", "[]", "model.vocab must be an object, but is an array of 0")]
    [InlineData("model.vocab", "{}", "model.vocab must have a token for every byte of UTF-8")]
    [InlineData("model.vocab.a", "-1", "-1")]
    [InlineData("model.vocab.a", "2000000000", "2000000000")]
    [InlineData("model.vocab.a", "99999999999999999999", "99999999999999999999")]
    [InlineData("model.vocab.a", "1.5", "1.5")]
    [InlineData("model.vocab.a", "66", "66 belongs to another token")]
    [InlineData("model.merges", "null", "model.merges must be an array")]
    [InlineData("model.merges", """["a b c"]""", "model.merges[0] must be two tokens")]
    [InlineData("model.merges", """["a "]""", "model.merges[0]")]
    [InlineData("model.merges", """[["a"]]""", "model.merges[0]")]
    [InlineData("model.merges", """["#version: 0.2", "a nowhere"]""", "model.merges[1] must name tokens of the vocabulary, but \"nowhere\"")]
    [InlineData("model.merges", """["x q"]""", "\"xq\" is not in model.vocab")]
    [InlineData("model.merges", """["\ud800 a"]""", "surrogate")]
    [InlineData("added_tokens", """[{"content":"<a>"}]""", "added_tokens[0].id")]
    [InlineData("added_tokens", """[{"id":3000}]""", "added_tokens[0].content")]
    [InlineData("added_tokens", """[{"id":3,"content":"<a>"}]""", "3 belongs to another token")]
    [InlineData("added_tokens", """[{"id":3,"content":"a"}]""", "the id 97")]
    [InlineData("added_tokens", """[{"id":3000000000,"content":"<a>"}]""", "3000000000")]
    [InlineData("added_tokens", """[{"id":900,"content":"<a>"},{"id":901,"content":"<a>"}]""", "an added token already")]
    [InlineData("added_tokens", """[{"id":900,"content":"<a>","lstrip":"yes"}]""", "added_tokens[0].lstrip")]
    [InlineData("", "[]", "the file must be an object")]
    public void A_wrong_value_is_refused_by_name(string place, string value, string complaint)
    {
        var json = TinyTokenizer.Json();
        var steps = place.Split('.', StringSplitOptions.RemoveEmptyEntries);
        var text = steps.Length == 0 ? value : Changed(json, steps, value);
        var exception = Assert.Throws<InvalidDataException>(() => TinyTokenizer.LoadText(text));
        Assert.Contains(complaint, exception.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer.json", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_stands_twice_in_the_vocabulary_is_refused()
    {
        var text = File.ReadAllText(Goldens.TinyTokenizer).Replace("\"hello\": ", "\"he\": ", StringComparison.Ordinal);
        Assert.Contains("twice", Assert.Throws<InvalidDataException>(() => TinyTokenizer.LoadText(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<InvalidDataException>(() => TinyTokenizer.LoadText(new string('[', 100_000)));

    [Fact]
    public void Truncated_files_are_refused()
    {
        var text = File.ReadAllText(Goldens.TinyTokenizer).TrimEnd();
        for (var length = 0; length < text.Length; length += 397)
            Assert.Throws<InvalidDataException>(() => TinyTokenizer.LoadText(text[..length]));
    }

    [Fact]
    public void A_file_with_a_changed_byte_loads_or_is_refused_in_words()
    {
        var text = File.ReadAllText(Goldens.TinyTokenizer);
        for (var at = 0; at < text.Length; at += 211)
        {
            var changed = string.Concat(text.AsSpan(0, at), "9", text.AsSpan(at + 1));
            var exception = Record.Exception(() => TinyTokenizer.LoadText(changed));
            Assert.True(exception is null or InvalidDataException, $"at {at}: {exception}");
        }
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("nowhere.json", Assert.Throws<FileNotFoundException>(() => Tokenizer.Load("nowhere.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Ids_may_leave_gaps()
    {
        var json = TinyTokenizer.Json();
        json["added_tokens"] = JsonNode.Parse("""[{"id":5000,"content":"<far>"}]""");
        var tokenizer = TinyTokenizer.Load(json);
        Assert.Equal(5001, tokenizer.VocabularySize);
        Assert.Equal([5000], tokenizer.Encode("<far>"));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([4999]));
    }

    [Fact]
    public void An_added_token_without_text_is_passed_over()
    {
        var json = TinyTokenizer.Json();
        json["added_tokens"] = JsonNode.Parse("""[{"id":5000,"content":""}]""");
        Assert.True(TinyTokenizer.Load(json).VocabularySize < 5000);
    }

    private static string Changed(JsonNode json, string[] steps, string value)
    {
        const string mark = "\u0001the changed value\u0001";
        var parent = steps[..^1].Aggregate(json, (node, step) => node[step]!);
        parent[steps[^1]] = mark;
        return json.ToJsonString().Replace(JsonValue.Create(mark).ToJsonString(), value, StringComparison.Ordinal);
    }
}
