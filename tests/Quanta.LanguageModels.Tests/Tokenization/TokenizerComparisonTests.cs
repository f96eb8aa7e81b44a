using System.Text.Json.Nodes;
using Quanta.LanguageModels.Tokenization;

namespace Quanta.LanguageModels.Tests.Tokenization;

public sealed class TokenizerComparisonTests : IDisposable
{
    private static readonly string Tiny = Goldens.TinyTokenizer;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Equal_vocabularies_pass_however_their_files_are_spelled()
    {
        var other = Changed(file => file["version"] = "2.0");
        Assert.Null(TokenizerComparison.DifferenceOf(Tiny, other));
        Assert.Null(TokenizerComparison.DifferenceOf(Tiny, Tiny));
    }

    [Fact]
    public void Two_tokens_that_change_places_are_a_difference()
    {
        var (first, second) = ("", "");
        var other = Changed(file =>
        {
            var vocabulary = file["model"]!["vocab"]!.AsObject();
            (first, second) = (vocabulary.ElementAt(270).Key, vocabulary.ElementAt(271).Key);
            var (one, two) = (vocabulary[first]!.GetValue<int>(), vocabulary[second]!.GetValue<int>());
            (vocabulary[first], vocabulary[second]) = (two, one);
        });
        Assert.Contains(" here and ", TokenizerComparison.DifferenceOf(Tiny, other), StringComparison.Ordinal);
    }

    [Fact]
    public void Merges_in_another_order_are_a_difference_where_they_cut_text_otherwise()
    {
        var other = Changed(file =>
        {
            var merges = file["model"]!["merges"]!.AsArray();
            JsonNode[] reversed = [.. merges.Select(merge => merge!.DeepClone()).Reverse()];
            file["model"]!["merges"] = new JsonArray(reversed);
        });
        Assert.Contains("is cut into other tokens", TokenizerComparison.DifferenceOf(Tiny, other), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_with_one_more_token_is_another()
    {
        var other = Changed(file =>
        {
            var tokens = file["added_tokens"]!.AsArray();
            var next = file["model"]!["vocab"]!.AsObject().Select(entry => entry.Value!.GetValue<int>())
                .Concat(tokens.Select(token => token!["id"]!.GetValue<int>())).Max() + 1;
            tokens.Add(new JsonObject { ["id"] = next, ["content"] = "<|another|>", ["special"] = true });
        });
        Assert.Contains("tokens here and", TokenizerComparison.DifferenceOf(Tiny, other), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "X", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}], "special_tokens": {"X": {"id": "X", "ids": [65], "tokens": ["X"]}}}""", "comes before them here and")]
    [InlineData("""{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "X", "type_id": 0}}], "special_tokens": {"X": {"id": "X", "ids": [65], "tokens": ["X"]}}}""", "comes after them here and")]
    public void What_comes_around_documents_is_a_difference_of_its_own(string template, string sentence)
    {
        var other = Changed(file => file["post_processor"] = JsonNode.Parse(template));
        Assert.Null(TokenizerComparison.DifferenceOf(Tiny, other));
        Assert.Null(TokenizerComparison.TemplateDifferenceOf(Tiny, Tiny));
        var difference = TokenizerComparison.TemplateDifferenceOf(other, Tiny);
        Assert.Contains(sentence, difference, StringComparison.Ordinal);
        Assert.EndsWith("nothing there", difference, StringComparison.Ordinal);
    }

    private string Changed(Action<JsonNode> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(Tiny))!;
        change(file);
        var path = _folder.File("tokenizer.json");
        File.WriteAllText(path, file.ToJsonString());
        return path;
    }
}
