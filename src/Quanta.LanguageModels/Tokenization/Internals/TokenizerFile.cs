using System.Text.Json;
using Quanta.Formats.Text;

namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>Reads Hugging Face's tokenizer.json.</summary>
internal static class TokenizerFile
{
    /// <summary>Far above any real file (a few megabytes); bounds what a wrong file can make us read.</summary>
    private const long LargestFile = 64L << 20;

    public static TokenizerDefinition Read(string path)
    {
        const string required = "a tokenizer.json";
        if (new FileInfo(path) is { Exists: true, Length: > LargestFile and var length })
            throw new InvalidDataException($"{path}: {required} must have at most {LargestFile} bytes, but this file has {length}.");
        try
        {
            using var document = PythonJson.Read(path, required);
            return Read(new JsonNode(path, "", document.RootElement));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: the file must be JSON, but {exception.Message}", exception);
        }
    }

    private static TokenizerDefinition Read(JsonNode root)
    {
        var model = root["model"];
        if (!model.IsPresent || model["type"].IsPresent) TokenizerParts.ExpectType(model, "BPE"); // before 2020 files did not say
        TokenizerParts.CheckDecoder(root["decoder"]);
        TokenizerParts.CheckPostProcessor(root["post_processor"]);
        ExpectPlainBytePairs(model);
        var vocabulary = new Vocabulary(model["vocab"]);
        var addedTokens = AddedTokensOf(root["added_tokens"], vocabulary);
        return new TokenizerDefinition(vocabulary, MergesOf(model["merges"], vocabulary), addedTokens)
        {
            Normalizes = TokenizerParts.Normalizes(root["normalizer"]),
            AddsPrefixSpace = TokenizerParts.AddsPrefixSpace(root["pre_tokenizer"]),
            IgnoresMerges = model["ignore_merges"].Flag(absent: false),
        };
    }

    private static void ExpectPlainBytePairs(JsonNode model)
    {
        if (model["dropout"].IsPresent && !model["dropout"].IsZero)
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
            if (added.Exists(earlier => earlier.Content == content && earlier.Id == id)) continue;
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

/// <summary>What a tokenizer.json of the GPT-NeoX kind says, checked.</summary>
internal sealed record TokenizerDefinition(Vocabulary Vocabulary, MergeTable Merges, IReadOnlyList<AddedToken> AddedTokens)
{
    /// <summary>Bring text into NFC before splitting it.</summary>
    public bool Normalizes { get; init; }

    /// <summary>Begin each part between added tokens with a blank, where it does not yet.</summary>
    public bool AddsPrefixSpace { get; init; }

    /// <summary>A word that is itself in the vocabulary is one token, whatever the merges say.</summary>
    public bool IgnoresMerges { get; init; }
}
