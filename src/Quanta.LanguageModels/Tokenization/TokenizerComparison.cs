using System.Text;

namespace Quanta.LanguageModels.Tokenization;

/// <summary>Whether two tokenizers are one: every id stands for the same bytes, and the text of every token is cut alike.</summary>
/// <remarks>What else their files say, and how they spell it, does not matter; what they put before and after documents is a question of its own.
/// Merges are compared by what they do to the tokens' own texts.</remarks>
public static class TokenizerComparison
{
    /// <summary>The first difference between the tokenizers of two files, as part of a sentence about "here" and "there"; null where there is none.</summary>
    /// <param name="here">A tokenizer.json.</param>
    /// <param name="there">Another; equal files are not parsed.</param>
    /// <exception cref="InvalidDataException">The files differ, and one of them cannot be read.</exception>
    public static string? DifferenceOf(string here, string there) => AreEqual(here, there) ? null : DifferenceOf(Tokenizer.Load(here), Tokenizer.Load(there));

    /// <summary>The same for tokenizers.</summary>
    public static string? DifferenceOf(Tokenizer here, Tokenizer there)
    {
        if (here.VocabularySize != there.VocabularySize) return $"it has {here.VocabularySize} tokens here and {there.VocabularySize} there";
        for (var id = 0; id < here.VocabularySize; id++)
        {
            var (mine, other) = (BytesOf(here, id), BytesOf(there, id));
            if (!mine.AsSpan().SequenceEqual(other)) return $"token {id} is {Shown(mine)} here and {Shown(other)} there";
            var text = Encoding.UTF8.GetString(mine);
            if (!here.Encode(text).AsSpan().SequenceEqual(there.Encode(text))) return $"{Shown(mine)} is cut into other tokens here than there";
        }
        return null;
    }

    /// <summary>How the tokens differ that the tokenizers of two files put before and after documents, as part of a sentence about "here" and "there"; null where
    /// they do not.</summary>
    /// <param name="here">A tokenizer.json.</param>
    /// <param name="there">Another; equal files are not parsed.</param>
    /// <exception cref="InvalidDataException">The files differ, and one of them cannot be read.</exception>
    public static string? TemplateDifferenceOf(string here, string there)
    {
        if (AreEqual(here, there)) return null;
        var (mine, other) = (Tokenizer.Load(here), Tokenizer.Load(there));
        if (!mine.DocumentPrefix.SequenceEqual(other.DocumentPrefix))
            return $"{Shown(mine, mine.DocumentPrefix)} comes before them here and {Shown(other, other.DocumentPrefix)} there";
        return mine.DocumentSuffix.SequenceEqual(other.DocumentSuffix)
            ? null
            : $"{Shown(mine, mine.DocumentSuffix)} comes after them here and {Shown(other, other.DocumentSuffix)} there";
    }

    private static bool AreEqual(string here, string there) => TokenizerFiles.JsonOf(here).AsSpan().SequenceEqual(TokenizerFiles.JsonOf(there));

    /// <summary>The bytes of a token; none where the id has no token.</summary>
    private static byte[] BytesOf(Tokenizer tokenizer, int id)
    {
        try
        {
            return tokenizer.DecodeBytes([id]);
        }
        catch (ArgumentOutOfRangeException)
        {
            return [];
        }
    }

    private static string Shown(byte[] bytes) => bytes.Length == 0 ? "missing" : $"\"{Encoding.UTF8.GetString(bytes)}\"";

    private static string Shown(Tokenizer tokenizer, IReadOnlyList<int> ids) => ids.Count == 0 ? "nothing" : Shown(tokenizer.DecodeBytes([.. ids]));
}
