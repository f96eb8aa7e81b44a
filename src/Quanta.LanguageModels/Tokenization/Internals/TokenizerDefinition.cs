namespace Quanta.LanguageModels.Tokenization.Internals;

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
