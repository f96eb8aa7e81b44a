using Quanta.LanguageModels.Tokenization.Decoders;
using Quanta.LanguageModels.Tokenization.Files;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Models;

/// <summary>Reads model of a tokenizer.json.</summary>
internal static class ModelReader
{
    private static readonly string[] Kinds = ["BPE", "Unigram"];

    /// <summary>The vocabulary, and the model that encodes pieces with it.</summary>
    /// <param name="model">The node.</param>
    /// <param name="alphabet">What the pieces are written in.</param>
    /// <param name="decoder">Says what entries stand for.</param>
    /// <exception cref="InvalidDataException">The model is not read, or some text would have no tokens.</exception>
    public static (Vocabulary Vocabulary, ITextStage Model) Read(JsonNode model, PieceAlphabet alphabet, TokenDecoder decoder)
    {
        var isUnigram = (!model.IsPresent || model["type"].IsPresent) && model.KindAmong(Kinds) == "Unigram"; // before 2020 files did not say
        var vocabulary = new Vocabulary(decoder.BytesOf);
        return (vocabulary, isUnigram ? ReadUnigram(model, alphabet, vocabulary) : ReadBytePairs(model, alphabet, vocabulary));
    }

    private static ITextStage ReadBytePairs(JsonNode model, PieceAlphabet alphabet, Vocabulary vocabulary)
    {
        ExpectPlainBytePairs(model);
        foreach (var (entry, id) in model["vocab"].Properties()) vocabulary.Add(id, entry, id.Int32Below(Vocabulary.LargestSize));
        var (symbols, merged) = (SymbolsOf(model, alphabet, vocabulary), new List<string>());
        var merges = MergesOf(model["merges"], vocabulary, merged);
        var ignoresMerges = model["ignore_merges"].Flag(absent: false);
        var pairs = new BytePairModel(symbols, merges, ignoresMerges);
        return symbols is CharacterSymbols { Bytes: not null } && !ignoresMerges ? BlankCuts.Before(pairs, vocabulary, merged) : pairs;
    }

    private static Symbols SymbolsOf(JsonNode model, PieceAlphabet alphabet, Vocabulary vocabulary)
    {
        if (alphabet != PieceAlphabet.Characters)
        {
            var bytes = ByteTokens.OfAlphabet(model["vocab"], vocabulary);
            return alphabet == PieceAlphabet.Bytes ? new ByteSymbols(vocabulary, bytes) : new CharacterSymbols(vocabulary);
        }
        if (model["byte_fallback"].Flag(absent: false)) return new CharacterSymbols(vocabulary) { Bytes = ByteTokens.OfFallback(model["vocab"], vocabulary) };
        var unknown = model["unk_token"];
        if (!unknown.IsPresent)
            throw model.Refuse("must have \"byte_fallback\": true, an unk_token, or a ByteLevel pre_tokenizer, or else characters without a token would vanish");
        return vocabulary.TryGetId(unknown.Text(), out var id)
            ? new CharacterSymbols(vocabulary) { Unknown = id, FusesUnknown = model["fuse_unk"].Flag(absent: false) }
            : throw unknown.Refuse($"must be a token of the vocabulary, but is {unknown.Description}");
    }

    private static void ExpectPlainBytePairs(JsonNode model)
    {
        if (model["dropout"].IsPresent && !model["dropout"].IsZero)
            throw model["dropout"].Refuse($"must be null, because random merges have no place here, but is {model["dropout"].Description}");
        foreach (var affix in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
            if (model[affix].IsPresent && model[affix].Text().Length > 0)
                throw model[affix].Refuse($"must be null or empty, because parts of words are not marked here, but is {model[affix].Description}");
    }

    private static MergeTable MergesOf(JsonNode merges, Vocabulary vocabulary, List<string> merged)
    {
        var pairs = new List<(int, int, int)>();
        foreach (var merge in merges.Items())
        {
            if (merge.IsString && merge.Text().StartsWith("#version", StringComparison.Ordinal)) continue;
            var (left, right) = PairOf(merge);
            pairs.Add((IdOf(left), IdOf(right), IdOf(left + right)));
            merged.Add(left + right);

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

    private static UnigramModel ReadUnigram(JsonNode model, PieceAlphabet alphabet, Vocabulary vocabulary)
    {
        if (alphabet != PieceAlphabet.Characters) throw model["type"].Refuse("must be \"BPE\" after a ByteLevel pre_tokenizer, but is \"Unigram\"");
        var scores = new List<double>();
        foreach (var entry in model["vocab"].Items())
        {
            var parts = entry.Items().ToList();
            if (parts.Count != 2 || parts[0].Text().Length == 0) throw entry.Refuse($"must be a token and its log-probability, but is {entry.Description}");
            vocabulary.Add(entry, parts[0].Text(), scores.Count);
            scores.Add(parts[1].Number());
        }
        if (scores.Count == 0) throw model["vocab"].Refuse("must have tokens, but has none");
        var unknown = model["unk_id"].Int32Below(scores.Count);
        var bytes = model["byte_fallback"].Flag(absent: false) ? ByteTokens.OfFallback(model["vocab"], vocabulary) : null;
        return new UnigramModel(vocabulary, [.. scores], unknown, bytes);
    }
}
