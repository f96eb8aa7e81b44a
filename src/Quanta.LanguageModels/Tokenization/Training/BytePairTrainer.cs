using Quanta.LanguageModels.Tokenization.Normalizers;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Training;

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
        var entries = options.SpecialTokens.Concat(TrainedVocabulary.Bytes).ToList();
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
                var word = rest[..Gpt2Words.FirstWordLength(rest)];
                lookup[word] = lookup.TryGetValue(word, out var count) ? count + 1 : 1;
                rest = rest[word.Length..];
            }
        }
        return counts.Select(pair => KeyValuePair.Create(TrainedVocabulary.EntryOf(pair.Key), pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal);
    }
}
