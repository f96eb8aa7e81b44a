using System.Text;
using Quanta.LanguageModels.Tokenization.Models;

namespace Quanta.LanguageModels.Tokenization.Training;

/// <summary>A trained vocabulary, in Hugging Face's terms.</summary>
/// <param name="SpecialTokens">The tokens with ids 0, 1, ...</param>
/// <param name="Entries">Every entry by id, in GPT-2's byte alphabet (special tokens as they are).</param>
/// <param name="Merges">Left and right entry of each merge, first to last.</param>
public sealed record TrainedVocabulary(IReadOnlyList<string> SpecialTokens, IReadOnlyList<string> Entries, IReadOnlyList<(string Left, string Right)> Merges)
{
    /// <summary>A word that is itself an entry is one token, whatever the merges say.</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>The entries of the 256 bytes, in ordinal order.</summary>
    internal static IEnumerable<string> Bytes => Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharacterOf((byte)value)).Order().Select(character => character.ToString());

    /// <summary>A vocabulary of given words beside the 256 bytes: each word, as GPT-2's splitting gives it, is one token; other text becomes bytes.</summary>
    /// <param name="words">Distinct; those of one byte have their entry already.</param>
    public static TrainedVocabulary OfWords(IEnumerable<string> words)
    {
        string[] special = [.. new BytePairOptions().SpecialTokens];
        string[] bytes = [.. Bytes];
        return new TrainedVocabulary(special, [.. special, .. bytes, .. words.Select(EntryOf).Except(bytes)], []) { IgnoresMerges = true };
    }

    /// <summary>A word's UTF-8 in GPT-2's byte alphabet.</summary>
    internal static string EntryOf(string word) => ByteAlphabet.EntryOf(Encoding.UTF8.GetBytes(word));
}
