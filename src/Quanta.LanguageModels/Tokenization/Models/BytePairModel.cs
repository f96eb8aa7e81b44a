using Quanta.LanguageModels.Tokenization.Decoders;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Models;

/// <summary>Byte-pair encoding: a word's symbols, merged pair by pair.</summary>
/// <param name="symbols">What words are made of.</param>
/// <param name="merges">What merges.</param>
/// <param name="ignoresMerges">A word that is itself in the vocabulary is one token, whatever the merges say.</param>
internal sealed class BytePairModel(Symbols symbols, MergeTable merges, bool ignoresMerges) : WordModel
{
    protected override int Encode(ReadOnlySpan<char> word, Span<int> ids)
    {
        if (ignoresMerges && symbols.TryWhole(word, out ids[0])) return 1;
        return BytePairMerger.Merge(merges, ids[..symbols.Read(word, ids)]);
    }
}

/// <summary>Cuts text before those blanks (▁) that no merge reaches across, so that byte pairs of whole texts, as SentencePiece merges them, are words that
/// can be remembered, and long texts are not read on when there are enough tokens.</summary>
/// <remarks>The tokens are the same: a token over the cut would have, somewhere within, a ▁ after the character that stands before the cut, and no merge makes one
/// that has.</remarks>
internal sealed class BlankCuts(IReadOnlySet<char> joined, ITextStage next) : ITextStage
{
    private const char Blank = '\u2581';

    /// <summary>Such cuts before a model with tokens of bytes, or the model itself where its merges join such a token with a blank, or a blank is bytes too.</summary>
    /// <param name="model">Takes the pieces.</param>
    /// <param name="vocabulary">The entries.</param>
    /// <param name="merged">The entries that merges make.</param>
    public static ITextStage Before(ITextStage model, Vocabulary vocabulary, IEnumerable<string> merged)
    {
        if (!vocabulary.TryGetId([Blank], out _)) return model;
        var joined = new HashSet<char>();
        foreach (var entry in merged)
        {
            for (var at = entry.IndexOf(Blank, 1); at > 0; at = entry.IndexOf(Blank, at + 1))
            {
                if (ByteFallback.TryRead(entry[Math.Max(0, at - ByteFallback.EntryLength)..at], out _)) return model;
                joined.Add(entry[at - 1]);
            }
        }
        return new BlankCuts(joined, model);
    }

    public bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens)
    {
        var start = 0;
        for (var at = 1; at < piece.Length; at++)
        {
            var found = piece[at..].IndexOf(Blank);
            if (found < 0) break;
            at += found;
            if (joined.Contains(piece[at - 1])) continue;
            if (!next.Take(piece[start..at], startsText && start == 0, tokens)) return false;
            start = at;
        }
        return next.Take(piece[start..], startsText && start == 0, tokens);
    }
}
