using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>The same ids and texts as Hugging Face's library.</summary>
public class ReferenceEncodingTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("prefix")]
    [InlineData("ignore_merges")]
    [InlineData("not_normalized")]
    [InlineData("overlapping")]
    [InlineData("pairs")]
    public void Tiny_tokenizer_agrees_with_the_reference_on_every_text(string variant)
    {
        var tokenizer = TinyTokenizer.Variant(variant);
        foreach (var golden in Goldens.Read("tiny-encodings.json").EnumerateArray().Where(golden => golden.GetProperty("variant").GetString() == variant))
        {
            var ids = golden.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()).ToArray();
            Assert.Equal(ids, tokenizer.Encode(golden.GetProperty("text").GetString()!));
            if (golden.GetProperty("decoded").GetString() is { } decoded) Assert.Equal(decoded, tokenizer.Decode(ids));
        }
    }

    [SharedDataFact("data/tokenizers/vectors.inp")]
    public void All_cases_of_the_GPT_NeoX_tokenizer()
    {
        var tokenizer = Tokenizer.Load(SharedData.Path("data/tokenizers/20B_tokenizer.json"));
        var texts = File.ReadAllText(SharedData.Path("data/tokenizers/vectors.inp")).Split("\n__ggml_vocab_test__\n");
        var lines = File.ReadAllText(SharedData.Path("data/tokenizers/vectors.out")).Split('\n');
        Assert.Equal(50277, tokenizer.VocabularySize);
        Assert.True(texts.Length >= 47);
        for (var i = 0; i < texts.Length; i++)
            Assert.Equal(lines[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse), tokenizer.Encode(texts[i]));
    }
}
