using System.Text;
using Quanta.LanguageModels.Tokenization.Internals;

namespace Quanta.LanguageModels.Tokenization.Training;

/// <summary>A trained vocabulary, in Hugging Face's terms.</summary>
/// <param name="SpecialTokens">The tokens with ids 0, 1, ...</param>
/// <param name="Entries">Every entry by id, in GPT-2's byte alphabet (special tokens as they are).</param>
/// <param name="Merges">Left and right entry of each merge, first to last.</param>
public sealed record TrainedVocabulary(IReadOnlyList<string> SpecialTokens, IReadOnlyList<string> Entries, IReadOnlyList<(string Left, string Right)> Merges);

/// <summary>Trains a byte-level BPE vocabulary (Sennrich et al. 2016, over bytes as in GPT-2): merges the most frequent pair of neighbours within words, over and over.</summary>
/// <remarks>Text is brought into NFC and split into words as GPT-2 does. Of equally frequent pairs the one with the smaller left id, then right id, comes first, as in
/// Hugging Face's trainer. The result does not depend on the texts' order.</remarks>
public static class BytePairTrainer
{
    /// <summary>Trains on texts.</summary>
    /// <param name="texts">Read once.</param>
    /// <param name="options">The vocabulary's size and special tokens.</param>
    /// <param name="cancellation">Stops between texts and merges.</param>
    public static TrainedVocabulary Train(IEnumerable<string> texts, BytePairOptions options, CancellationToken cancellation = default)
    {
        options.Validate();
        var entries = options.SpecialTokens.Concat(Alphabet().Select(character => character.ToString())).ToList();
        var ids = entries.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var words = new MergingWords(CountWords(texts, cancellation), character => ids[character.ToString()]);
        var merges = new List<(string, string)>();
        while (entries.Count < options.VocabularySize && words.MostFrequent() is { } pair && pair.Count >= options.MinimumCount)
        {
            cancellation.ThrowIfCancellationRequested();
            var merged = entries[pair.Left] + entries[pair.Right];
            if (!ids.TryGetValue(merged, out var id))
            {
                ids.Add(merged, id = entries.Count);
                entries.Add(merged);
            }
            merges.Add((entries[pair.Left], entries[pair.Right]));
            words.Merge(pair.Left, pair.Right, id);
        }
        return new TrainedVocabulary(options.SpecialTokens, entries, merges);
    }

    /// <summary>The stand-ins of the 256 bytes, in ordinal order.</summary>
    private static IEnumerable<char> Alphabet() => Enumerable.Range(0, 256).Select(value => ByteAlphabet.CharacterOf((byte)value)).Order();

    /// <summary>How often each word occurs, words in the byte alphabet and in ordinal order.</summary>
    private static IEnumerable<KeyValuePair<string, long>> CountWords(IEnumerable<string> texts, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, long>();
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            var rest = CanonicalComposition.Normalize(text.AsMemory()).Span;
            while (rest.Length > 0)
            {
                var word = rest[..WordScanner.FirstWordLength(rest)];
                lookup[word] = lookup.TryGetValue(word, out var count) ? count + 1 : 1;
                rest = rest[word.Length..];
            }
        }
        return counts.Select(pair => KeyValuePair.Create(InByteAlphabet(pair.Key), pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal);
    }

    private static string InByteAlphabet(string word) => string.Concat(Encoding.UTF8.GetBytes(word).Select(ByteAlphabet.CharacterOf));
}
