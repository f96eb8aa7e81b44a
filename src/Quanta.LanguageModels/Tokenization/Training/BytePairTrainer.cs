using System.Text;
using Quanta.LanguageModels.Tokenization.Models;
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

/// <summary>What a trained vocabulary looks like.</summary>
public sealed record BytePairOptions
{
    /// <summary>Entries in all: special tokens, 256 bytes, and merges. Fewer where the text has no more pairs worth merging.</summary>
    public int VocabularySize { get; init; } = 4096;

    /// <summary>A pair that occurs less often is not merged.</summary>
    public long MinimumCount { get; init; } = 2;

    /// <summary>Tokens that no text merges into; they take the first ids. The default is GPT-NeoX's.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = ["<|endoftext|>", "<|padding|>"];

    internal void Validate()
    {
        var least = 256 + SpecialTokens.Count;
        if (VocabularySize < least)
            throw new ArgumentException(
                $"A byte-level vocabulary needs at least {least} entries, for {SpecialTokens.Count} special tokens and 256 bytes, but {VocabularySize} were asked for.");
        if (SpecialTokens.Distinct().Count() < SpecialTokens.Count || SpecialTokens.Any(token => token.Length == 0))
            throw new ArgumentException($"Special tokens must be distinct and not empty, but they are \"{string.Join("\", \"", SpecialTokens)}\".");
    }
}

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
