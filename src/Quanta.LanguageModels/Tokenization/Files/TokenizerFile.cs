using System.Text.Json;
using Quanta.LanguageModels.Tokenization.AddedTokens;
using Quanta.LanguageModels.Tokenization.Decoders;
using Quanta.LanguageModels.Tokenization.Models;
using Quanta.LanguageModels.Tokenization.Normalizers;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Files;

/// <summary>Reads Hugging Face's tokenizer.json.</summary>
internal static class TokenizerFile
{
    /// <summary>Reads a tokenizer.json, or what stands for one: see <see cref="TokenizerFiles"/>.</summary>
    public static TokenizerDefinition Read(string path)
    {
        try
        {
            using var document = TokenizerFiles.Parse(path);
            return Read(new JsonNode(path, "", document.RootElement));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: the file must be JSON, but {exception.Message}", exception);
        }
    }

    private static TokenizerDefinition Read(JsonNode root)
    {
        var decoder = new TokenDecoder(root["decoder"]);
        var preTokenizer = new PreTokenizerReader(root["pre_tokenizer"]);
        var isByteLevel = preTokenizer.Alphabet != PieceAlphabet.Characters;
        if (isByteLevel != decoder.IsByteLevel)
        {
            var only = isByteLevel ? "pre_tokenizer" : "decoder";
            throw root["decoder"].Refuse($"must be of type ByteLevel where pre_tokenizer has a ByteLevel step, and nowhere else, but only {only} has one");
        }
        var (vocabulary, model) = ModelReader.Read(root["model"], preTokenizer.Alphabet, decoder);
        var addedTokens = AddedToken.ReadAll(root["added_tokens"], vocabulary);
        var (prefix, suffix) = PostProcessor.Read(root["post_processor"], vocabulary);
        return new TokenizerDefinition(vocabulary, addedTokens, NormalizerReader.Read(root["normalizer"]), preTokenizer.StagesBefore(model), decoder, prefix, suffix);
    }
}

/// <summary>What a tokenizer.json says, checked.</summary>
/// <param name="Vocabulary">The tokens.</param>
/// <param name="AddedTokens">Those that are found in the text before it is split.</param>
/// <param name="Normalizer">Changes the text between them.</param>
/// <param name="Words">Splits that text, and encodes the pieces.</param>
/// <param name="Decoder">What tokens stand for.</param>
/// <param name="Prefix">The ids that come before every document.</param>
/// <param name="Suffix">And after it.</param>
internal sealed record TokenizerDefinition(
    Vocabulary Vocabulary, IReadOnlyList<AddedToken> AddedTokens, Normalizer Normalizer, ITextStage Words, TokenDecoder Decoder, IReadOnlyList<int> Prefix,
    IReadOnlyList<int> Suffix);
