namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>A stage that text passes on its way to token ids: a pre-tokenizer, which hands on smaller pieces, or the model at the end.</summary>
internal interface ITextStage
{
    /// <summary>Takes the next piece of the text, and hands on or appends what becomes of it.</summary>
    /// <param name="piece">Not empty, and without unpaired surrogates.</param>
    /// <param name="startsText">Whether nothing comes before the piece in the text, not even an added token.</param>
    /// <param name="tokens">What the model appends to.</param>
    /// <returns>False when there are enough tokens and the rest of the text is not wanted.</returns>
    bool Take(ReadOnlySpan<char> piece, bool startsText, TokenList tokens);
}

/// <summary>The ids of a text so far, and how many are wanted; there may be more, from the last piece.</summary>
internal sealed class TokenList(int maximum, int capacity)
{
    public List<int> Ids { get; } = new(capacity);

    public bool IsFull => Ids.Count >= maximum;
}
