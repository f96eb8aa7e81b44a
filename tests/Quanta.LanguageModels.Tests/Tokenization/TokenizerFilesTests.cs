using System.Text.Json.Nodes;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>Tokenizers that come in other files than tokenizer.json.</summary>
public sealed class TokenizerFilesTests : IDisposable
{
    private static readonly string[] Texts = ["hello the <mask>thing", " <sep> 12'ssé漢😀\n\n", ""];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GPT2s_files_read_as_the_tokenizer_json_that_says_the_same()
    {
        WriteGpt2Files(special: ["<|endoftext|>"]);
        var json = TinyTokenizer.Json();
        json["normalizer"] = null;
        json["added_tokens"] = new JsonArray(json["added_tokens"]!.AsArray().Single(token => Content(token) == "<|endoftext|>")!.DeepClone());
        var (expected, read) = (TinyTokenizer.Load(json), Tokenizer.Load(_folder.File("vocab.json")));
        foreach (var text in Texts) Assert.Equal(expected.Encode(text + "<|endoftext|>a"), read.Encode(text + "<|endoftext|>a"));
        Assert.Empty(read.DocumentPrefix);
        Assert.Equal(_folder.File("vocab.json"), TokenizerFiles.In(_folder.Path));
        Assert.Equal(3, TokenizerFiles.PartsOf(_folder.File("vocab.json")).Count);
    }

    [Theory]
    [InlineData("\"</s>\"")]
    [InlineData("""{"__type":"AddedToken","content":"</s>","lstrip":false,"normalized":true,"rstrip":false,"single_word":false}""")]
    public void OPT_begins_documents_with_the_token_called_its_EOS(string token)
    {
        WriteGpt2Files(special: ["<s>", "<pad>", "</s>", "<unk>"], first: true);
        var config = $$"""{"add_bos_token":true,"add_prefix_space":true,"bos_token":{{token}},"eos_token":{{token}},"pad_token":"<pad>"}""";
        File.WriteAllText(_folder.File("tokenizer_config.json"), config);
        var encoder = DocumentEncoder.Load(_folder.File("vocab.json"), null);
        Assert.Equal([2], encoder.Prefix);
        Assert.Equal([2, .. encoder.Tokenizer.Encode(" a")], encoder.Encode("a"));
        Assert.Equal([1, 2], encoder.Tokenizer.Encode("<pad></s>"));
        Assert.Equal([2], DocumentEncoder.Load(_folder.File("vocab.json"), "bos").Prefix);
    }

    [Fact]
    public void Added_tokens_have_a_file_of_their_own()
    {
        WriteGpt2Files(special: ["<|endoftext|>"]);
        File.WriteAllText(_folder.File("added_tokens.json"), """{"   ":5000,"      ":5001}""");
        File.WriteAllText(_folder.File("special_tokens_map.json"), """{"eos_token":"<|endoftext|>"}""");
        var tokenizer = Tokenizer.Load(_folder.File("vocab.json"));
        Assert.Equal([5001, 5000], tokenizer.Encode(new string(' ', 9)));
    }

    [Fact]
    public void The_copy_of_GPT2s_files_is_the_same_tokenizer()
    {
        WriteGpt2Files(special: ["<|endoftext|>"]);
        File.WriteAllBytes(_folder.File("copy.json"), TokenizerFiles.JsonOf(_folder.File("vocab.json")));
        Assert.Null(TokenizerComparison.DifferenceOf(_folder.File("vocab.json"), _folder.File("copy.json")));
        File.AppendAllText(_folder.File("merges.txt"), "h i\n");
        Assert.Contains("\"hi\" is not in model.vocab", Assert.Throws<InvalidDataException>(() => Tokenizer.Load(_folder.File("vocab.json"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenizer_config.json", """{"add_bos_token":true,"bos_token":"<s>"}""", "tokenizer_config.json: bos_token must be a token of vocab.json")]
    [InlineData("tokenizer_config.json", """{"add_bos_token":"yes"}""", "tokenizer_config.json: add_bos_token must be true or false")]
    [InlineData("tokenizer_config.json", "{", "tokenizer_config.json: the file must be JSON")]
    [InlineData("vocab.json", "[]", "vocab.json: the file must be an object")]
    [InlineData("vocab.json", """{"a":-1}""", "must be an integer")]
    [InlineData("merges.txt", "a b c\n", "must be two tokens")]
    public void A_wrong_file_is_named(string name, string content, string complaint)
    {
        WriteGpt2Files(special: ["<|endoftext|>"]);
        File.WriteAllText(_folder.File(name), content);
        Assert.Contains(complaint, Assert.Throws<InvalidDataException>(() => Tokenizer.Load(_folder.File("vocab.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SentencePieces_file_alone_is_refused_and_what_to_do_is_said()
    {
        File.WriteAllBytes(_folder.File("tokenizer.model"), [10, 14]);
        foreach (var name in (string[])["tokenizer.model", "tokenizer.json"])
        {
            var message = Assert.Throws<InvalidDataException>(() => Tokenizer.Load(_folder.File(name))).Message;
            Assert.Contains("SentencePiece's own file, which is not read", message, StringComparison.Ordinal);
            Assert.Contains("save_pretrained", message, StringComparison.Ordinal);
        }
    }

    /// <summary>The tiny tokenizer without its added tokens as vocab.json and merges.txt.</summary>
    private void WriteGpt2Files(string[] special, bool first = false)
    {
        var model = TinyTokenizer.Json()["model"]!;
        var entries = model["vocab"]!.AsObject().OrderBy(entry => entry.Value!.GetValue<int>()).Select(entry => entry.Key);
        var all = first ? special.Concat(entries) : entries.Concat(special);
        File.WriteAllText(_folder.File("vocab.json"), new JsonObject(all.Index().Select(entry => KeyValuePair.Create(entry.Item, (JsonNode?)entry.Index))).ToJsonString());
        File.WriteAllText(_folder.File("merges.txt"), "#version: 0.2\n" + string.Concat(model["merges"]!.AsArray().Select(merge => $"{merge}\n")));
        if (!first) File.WriteAllText(_folder.File("tokenizer_config.json"), """{"bos_token":"<|endoftext|>","add_bos_token":false}""");
    }

    private static string Content(JsonNode? token) => token!["content"]!.GetValue<string>();
}
