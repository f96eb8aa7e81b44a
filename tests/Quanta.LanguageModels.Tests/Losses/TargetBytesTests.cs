using System.Text;
using Quanta.LanguageModels.Losses;
using Quanta.LanguageModels.Tests.Tokenization;

namespace Quanta.LanguageModels.Tests.Losses;

public class TargetBytesTests
{
    [Fact]
    public void Targets_have_the_bytes_of_their_documents_without_the_first_tokens()
    {
        var tokenizer = TinyTokenizer.Plain();
        string[] texts = ["hello hello the quick", "", "é", "한글 and 😀", "a"];
        var encoded = texts.Select(text => tokenizer.Encode(text)).ToList();
        var offsets = encoded.Aggregate(new List<long> { 0 }, (list, tokens) => [.. list, list[^1] + tokens.Length]);
        var documents = new TokenDocuments(encoded.SelectMany(tokens => tokens).ToArray(), [.. offsets]);

        var each = TargetBytes.Each(documents, tokenizer.ByteLengths());

        Assert.Equal(documents.PredictionCount, each.Length);
        var whole = texts.Sum(Encoding.UTF8.GetByteCount);
        var firsts = encoded.Where(tokens => tokens.Length > 0).Sum(tokens => tokenizer.DecodeBytes(tokens.AsSpan(0, 1)).Length);
        Assert.Equal(whole - firsts, each.Sum());
        Assert.Equal(each.Sum(), TargetBytes.Total(documents, tokenizer.ByteLengths()));
        for (var p = 0; p < each.Length; p++)
        {
            var (document, position) = documents.Locate(p);
            Assert.Equal(tokenizer.DecodeBytes(documents[document].Slice(position + 1, 1)).Length, each[p]);
        }
    }

    [Fact]
    public void Bits_per_byte_are_the_sum_of_bits_over_the_bytes()
    {
        Assert.Equal(2.0, TargetBytes.BitsPerByte(Math.Log(2), 10, 5), 12);
        Assert.True(double.IsNaN(TargetBytes.BitsPerByte(1, 0, 0)));
    }
}
