using Quanta.Formats.Numpy;
using Quanta.Formats.Text;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

/// <summary>Every document of a corpus in ten kinds of text.</summary>
public class MinipileTests
{
    private const int PublishedContext = 1024;

    [SharedDataFact("data/minipile")]
    public void Every_document_has_the_reference_tokens_and_comes_back_exactly()
    {
        var tokenizer = Tokenizer.Load(SharedData.Path("data/minipile/tokenizer.json"));
        var tokens = Npy.Read(SharedData.Path("data/minipile/reference/tokens.npy")).ToInt32();
        var starts = Npy.Read(SharedData.Path("data/minipile/reference/documents.npy")).ToInt64();
        var texts = JsonLines.ReadField(SharedData.Path("data/minipile/test.jsonl.zst"), "text").Select(field => field.Require()).ToArray();
        Assert.Equal(starts.Length - 1, texts.Length);
        Parallel.For(0, texts.Length, document =>
        {
            var whole = tokenizer.Encode(texts[document]);
            var reference = tokens[(int)starts[document]..(int)starts[document + 1]];
            Assert.Equal(reference, whole.Take(PublishedContext));
            Assert.Equal(reference, tokenizer.Encode(texts[document], PublishedContext));
            Assert.Equal(texts[document], tokenizer.Decode(whole));
        });
    }

    [SharedDataFact("data/minipile")]
    public void Every_document_comes_back_exactly_from_the_published_vocabulary()
    {
        var tokenizer = Tokenizer.Load(SharedData.Path("data/tokenizers/20B_tokenizer.json"));
        foreach (var field in JsonLines.ReadField(SharedData.Path("data/minipile/test.jsonl.zst"), "text"))
            Assert.Equal(field.Require(), tokenizer.Decode(tokenizer.Encode(field.Require())));
    }
}
