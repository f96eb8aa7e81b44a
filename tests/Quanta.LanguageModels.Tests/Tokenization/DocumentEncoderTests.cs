using System.Text.Json.Nodes;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>What comes before and after a document.</summary>
public sealed class DocumentEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_post_processors_tokens_come_first_and_last()
    {
        var (encoder, start, end) = (Load(Template, null), IdOf("<|endoftext|>"), IdOf("<sep>"));
        Assert.Equal([start], encoder.Prefix);
        Assert.Equal([end], encoder.Suffix);
        Assert.Equal([start, .. encoder.Tokenizer.Encode("hello"), end], encoder.Encode("hello"));
        Assert.Equal([start, end], encoder.Encode(""));
    }

    [Fact]
    public void A_cut_document_is_the_beginning_of_the_whole()
    {
        var encoder = Load(Template, null);
        var whole = encoder.Encode("hello the thing");
        for (var maximum = 0; maximum <= whole.Length + 1; maximum++) Assert.Equal(whole.Take(maximum), encoder.Encode("hello the thing", maximum));
        Assert.Throws<ArgumentOutOfRangeException>(() => encoder.Encode("hello", -1));
    }

    [Fact]
    public void The_user_decides_what_comes_first()
    {
        Assert.Empty(Load(Template, "none").Prefix);
        Assert.Equal([97], Load(Template, "97").Prefix);
        Assert.Equal([IdOf("<|endoftext|>")], Load(Template, "bos").Prefix);
        Assert.Single(Load(Template, "none").Suffix);
        Assert.Empty(Load(null, null).Prefix);
    }

    [Theory]
    [InlineData("""{"bos_token":"<sep>"}""")]
    [InlineData("""{"bos_token":{"content":"<sep>","lstrip":false}}""")]
    public void Without_a_template_the_BOS_is_the_configurations(string config)
    {
        File.WriteAllText(_folder.File("tokenizer_config.json"), config);
        Assert.Equal([IdOf("<sep>")], Load(null, "bos").Prefix);
        Assert.Empty(Load(null, null).Prefix);
    }

    [Theory]
    [InlineData("bos", null, "must name a BOS")]
    [InlineData("bos", """{"bos_token":null}""", "must name a BOS")]
    [InlineData("bos", """{"bos_token":"<absent>"}""", "must name a BOS")]
    [InlineData("100000", null, "but it is 100000")]
    [InlineData("<sep>", null, "must be none, bos or the id of a token, but it is \"<sep>\"")]
    public void What_there_is_not_is_refused(string prefixToken, string? config, string complaint)
    {
        if (config is not null) File.WriteAllText(_folder.File("tokenizer_config.json"), config);
        Assert.Contains(complaint, Assert.Throws<ArgumentException>(() => Load(null, prefixToken)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("bos", true)]
    [InlineData("0", true)]
    [InlineData("-1", false)]
    [InlineData("BOS", false)]
    [InlineData("", false)]
    public void Words_for_it_can_be_told_from_others(string text, bool isOne) => Assert.Equal(isOne, DocumentEncoder.IsPrefixToken(text));

    private static JsonObject Template => new()
    {
        ["type"] = "TemplateProcessing",
        ["single"] = JsonNode.Parse("""[{"SpecialToken":{"id":"start"}},{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"end"}}]"""),
        ["special_tokens"] = new JsonObject
        {
            ["start"] = new JsonObject { ["ids"] = new JsonArray(IdOf("<|endoftext|>")) },
            ["end"] = new JsonObject { ["ids"] = new JsonArray(IdOf("<sep>")) },
        },
    };

    private static int IdOf(string content) =>
        TinyTokenizer.Json()["added_tokens"]!.AsArray().Single(token => token!["content"]!.GetValue<string>() == content)!["id"]!.GetValue<int>();

    private DocumentEncoder Load(JsonObject? postProcessor, string? prefixToken)
    {
        var json = TinyTokenizer.Json();
        json["post_processor"] = postProcessor;
        File.WriteAllText(_folder.File("tokenizer.json"), json.ToJsonString());
        return DocumentEncoder.Load(_folder.File("tokenizer.json"), prefixToken);
    }
}
