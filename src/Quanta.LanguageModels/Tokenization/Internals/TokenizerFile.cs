using System.Text.Json;

namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>Reads Hugging Face's tokenizer.json.</summary>
internal static class TokenizerFile
{
    /// <summary>Far above any real file (a few megabytes); bounds what a wrong file can make us read.</summary>
    private const long LargestFile = 64L << 20;

    public static TokenizerDefinition Read(string path)
    {
        using var stream = File.OpenRead(path);
        if (stream.Length > LargestFile)
            throw new InvalidDataException($"{path}: a tokenizer.json must have at most {LargestFile} bytes, but this file has {stream.Length}.");
        try
        {
            using var document = JsonDocument.Parse(stream);
            return Read(new JsonNode(path, "", document.RootElement));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: the file must be JSON, but {exception.Message}", exception);
        }
    }

    private static TokenizerDefinition Read(JsonNode root)
    {
        ExpectType(root["model"], "BPE");
        ExpectType(root["pre_tokenizer"], "ByteLevel");
        ExpectType(root["decoder"], "ByteLevel");
        if (root["normalizer"].IsPresent) ExpectType(root["normalizer"], "NFC");
        if (root["post_processor"].IsPresent) ExpectType(root["post_processor"], "ByteLevel");
        if (!root["pre_tokenizer"]["use_regex"].Flag(absent: true))
            throw root["pre_tokenizer"]["use_regex"].Refuse("must be true, because only GPT-2's splitting is known here, but is false");
        ExpectPlainBytePairs(root["model"]);
        var vocabulary = new Vocabulary(root["model"]["vocab"]);
        var addedTokens = AddedTokensOf(root["added_tokens"], vocabulary);
        return new TokenizerDefinition(vocabulary, MergesOf(root["model"]["merges"], vocabulary), addedTokens)
        {
            Normalizes = root["normalizer"].IsPresent,
            AddsPrefixSpace = root["pre_tokenizer"]["add_prefix_space"].Flag(absent: false),
            IgnoresMerges = root["model"]["ignore_merges"].Flag(absent: false),
        };
    }

    private static void ExpectType(JsonNode node, string type)
    {
        if (!node.IsPresent) throw node.Refuse($"must be of type {type}, but is {node.Description}");
        var found = node["type"];
        if (!found.IsString || found.Text() != type)
            throw found.Refuse($"must be \"{type}\" in a tokenizer of the GPT-NeoX kind, but is {found.Description}");
    }

    private static void ExpectPlainBytePairs(JsonNode model)
    {
        if (model["dropout"].IsPresent && model["dropout"].Description is not ("0" or "0.0"))
            throw model["dropout"].Refuse($"must be null, because random merges have no place here, but is {model["dropout"].Description}");
        foreach (var affix in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
            if (model[affix].IsPresent && model[affix].Text().Length > 0)
                throw model[affix].Refuse($"must be null or empty in a byte-level vocabulary, but is {model[affix].Description}");
    }

    private static MergeTable MergesOf(JsonNode merges, Vocabulary vocabulary)
    {
        var pairs = new List<(int, int, int)>();
        foreach (var merge in merges.Items())
        {
            if (merge.IsString && merge.Text().StartsWith("#version", StringComparison.Ordinal)) continue;
            var (left, right) = PairOf(merge);
            pairs.Add((IdOf(left), IdOf(right), IdOf(left + right)));

            int IdOf(string entry) => vocabulary.TryGetId(entry, out var id)
                ? id
                : throw merge.Refuse($"must name tokens of the vocabulary, but {JsonNode.Quote(entry)} is not in model.vocab");
        }
        return new MergeTable(pairs);
    }

    /// <summary>Both forms of a merge: "left right" and ["left", "right"].</summary>
    private static (string Left, string Right) PairOf(JsonNode merge)
    {
        var parts = merge.IsString ? merge.Text().Split(' ') : [.. merge.Items().Select(item => item.Text())];
        return parts is [{ Length: > 0 } left, { Length: > 0 } right]
            ? (left, right)
            : throw merge.Refuse($"must be two tokens, but is {merge.Description}");
    }

    private static List<AddedToken> AddedTokensOf(JsonNode tokens, Vocabulary vocabulary)
    {
        var added = new List<AddedToken>();
        foreach (var token in tokens.IsPresent ? tokens.Items() : [])
        {
            var content = token["content"].Text();
            if (content.Length == 0) continue;
            var id = token["id"].Int32Below(Vocabulary.LargestSize);
            vocabulary.AddText(token, content, id);
            added.Add(new AddedToken(id, content)
            {
                SingleWord = token["single_word"].Flag(absent: false),
                StripsLeft = token["lstrip"].Flag(absent: false),
                StripsRight = token["rstrip"].Flag(absent: false),
                Normalized = token["normalized"].Flag(absent: !token["special"].Flag(absent: false)),
            });
        }
        return added;
    }
}
