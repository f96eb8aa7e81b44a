using Quanta.LanguageModels.Tokenization.Models;

namespace Quanta.LanguageModels.Tokenization.Files;

/// <summary>Reads post_processor of a tokenizer.json: the tokens that come before and after every document.</summary>
internal static class PostProcessor
{
    private static readonly string[] Kinds = ["ByteLevel", "Sequence", "TemplateProcessing"];

    /// <summary>The ids before and after the text.</summary>
    /// <exception cref="InvalidDataException">A step is not read, there are two templates, one does not hold the text once, or it names tokens that there are
    /// not.</exception>
    public static (IReadOnlyList<int> Prefix, IReadOnlyList<int> Suffix) Read(JsonNode postProcessor, Vocabulary vocabulary)
    {
        // ByteLevel changes offsets alone
        var templates = postProcessor.Steps("processors").Where(step => step.KindAmong(Kinds) == "TemplateProcessing").ToList();
        if (templates.Count > 1)
            throw postProcessor.Refuse($"must have one template, because the second takes what the first made for two texts, but it has {templates.Count}");
        return templates.Count == 0 ? ([], []) : ReadTemplate(templates[0], vocabulary);
    }

    /// <summary>What becomes of a single text: a template is a list of the text, called A, and special tokens.</summary>
    private static (List<int> Before, List<int> After) ReadTemplate(JsonNode template, Vocabulary vocabulary)
    {
        var (before, after, texts) = (new List<int>(), new List<int>(), 0);
        foreach (var piece in template["single"].Items())
        {
            if (piece["SpecialToken"] is { IsPresent: true } token)
                (texts == 0 ? before : after).AddRange(IdsOf(token["id"], template["special_tokens"], vocabulary));
            else
                texts += piece["Sequence"]["id"].Text() == "A" ? 1 : 2;
        }
        return texts == 1 ? (before, after) : throw template["single"].Refuse("must hold the text A once, with nothing but special tokens before and after");
    }

    private static IEnumerable<int> IdsOf(JsonNode name, JsonNode specialTokens, Vocabulary vocabulary)
    {
        if (!specialTokens.IsPresent || !specialTokens[name.Text()].IsPresent)
            throw name.Refuse($"must be explained in special_tokens, but {JsonNode.Quote(name.Text())} is not");
        foreach (var value in specialTokens[name.Text()]["ids"].Items())
        {
            var id = value.Int32Below(Vocabulary.LargestSize);
            yield return vocabulary.TryGetBytes(id, out _) ? id : throw value.Refuse($"must be the id of a token, but {id} has none");
        }
    }
}
