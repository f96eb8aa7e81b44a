namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>What the parts of a tokenizer.json around its model mean: normalizer, pre_tokenizer, post_processor and decoder.</summary>
/// <remarks>The same meaning has many spellings: each part may stand in a Sequence, also of several where the others do nothing, and may be split in two.</remarks>
internal static class TokenizerParts
{
    /// <summary>The regular expression that the ByteLevel pre-tokenizer splits with, as files spell it where they split beforehand.</summary>
    private const string Gpt2Splitting = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>Whether text is brought into NFC.</summary>
    public static bool Normalizes(JsonNode normalizer)
    {
        var steps = Steps(normalizer, "normalizers").ToList();
        foreach (var step in steps) ExpectType(step, "NFC");
        return steps.Count > 0;
    }

    /// <summary>Whether text gets a blank in front; throws unless it is split as GPT-2 does.</summary>
    public static bool AddsPrefixSpace(JsonNode preTokenizer)
    {
        var steps = Steps(preTokenizer, "pretokenizers").ToList();
        if (steps.Count == 0) throw preTokenizer.Refuse($"must be of type ByteLevel, but is {preTokenizer.Description}");
        var isSplitBefore = steps.Count == 2 && IsGpt2Splitting(steps[0]);
        var bytes = steps[^1];
        if (steps.Count > 1 && !isSplitBefore) throw preTokenizer.Refuse($"must be ByteLevel alone or after GPT-2's splitting, but it has {steps.Count} parts");
        ExpectType(bytes, "ByteLevel");
        var splits = bytes["use_regex"].Flag(absent: true);
        if (!splits && !isSplitBefore)
            throw bytes["use_regex"].Refuse("must be true, because only GPT-2's splitting is known here, but is false");
        var addsSpace = bytes["add_prefix_space"].Flag(absent: false);
        if (isSplitBefore && addsSpace) throw bytes["add_prefix_space"].Refuse("must be false after a splitting, where it would put a blank before every word, but is true");
        return addsSpace;
    }

    /// <summary>Throws unless nothing is added to the ids.</summary>
    public static void CheckPostProcessor(JsonNode postProcessor)
    {
        foreach (var step in Steps(postProcessor, "processors"))
            if (TypeOf(step) == "TemplateProcessing") CheckTemplate(step["single"]);
            else ExpectType(step, "ByteLevel");
    }

    /// <summary>Throws unless tokens become text by their bytes.</summary>
    public static void CheckDecoder(JsonNode decoder)
    {
        var steps = Steps(decoder, "decoders").Where(step => TypeOf(step) != "Fuse").ToList();
        if (steps.Count != 1) throw decoder.Refuse($"must be of type ByteLevel, but is {(steps.Count == 0 ? decoder.Description : $"{steps.Count} parts")}");
        ExpectType(steps[0], "ByteLevel");
    }

    public static void ExpectType(JsonNode node, string type)
    {
        if (!node.IsPresent) throw node.Refuse($"must be of type {type}, but is {node.Description}");
        if (TypeOf(node) != type)
            throw node["type"].Refuse($"must be \"{type}\" in a tokenizer of the GPT-NeoX kind, but is {node["type"].Description}");
    }

    /// <summary>The parts that a part consists of, in order; none where it is null.</summary>
    private static IEnumerable<JsonNode> Steps(JsonNode part, string listName)
    {
        if (!part.IsPresent) return [];
        return TypeOf(part) == "Sequence" ? part[listName].Items().SelectMany(inner => Steps(inner, listName)) : [part];
    }

    private static string? TypeOf(JsonNode node) => node["type"] is { IsString: true } type ? type.Text() : null;

    private static bool IsGpt2Splitting(JsonNode step) =>
        TypeOf(step) == "Split" && step["pattern"]["Regex"] is { IsString: true } regex && regex.Text() == Gpt2Splitting
        && step["behavior"].IsString && step["behavior"].Text() == "Isolated" && !step["invert"].Flag(absent: false);

    /// <summary>What becomes of a single text: a template is a list of the text, called A, and special tokens.</summary>
    private static void CheckTemplate(JsonNode single)
    {
        var texts = 0;
        foreach (var piece in single.Items())
        {
            if (piece["SpecialToken"] is { IsPresent: true } token)
            {
                throw piece.Refuse($"must not add the special token {JsonNode.Quote(token["id"].Text())} to every text, because predictions here are of the text's own tokens; "
                    + "take it out of post_processor.single");
            }
            texts += piece["Sequence"]["id"].Text() == "A" ? 1 : 2;
        }
        if (texts != 1) throw single.Refuse("must hold the text A once and nothing else");
    }
}
