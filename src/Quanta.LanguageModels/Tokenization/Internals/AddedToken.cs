namespace Quanta.LanguageModels.Tokenization.Internals;

/// <summary>A token that is found in the text before it is split into words, with the flags of Hugging Face's added tokens.</summary>
internal sealed record AddedToken(int Id, string Content)
{
    /// <summary>Found only where no word character touches it.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes the white space before it along.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Takes the white space after it along.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Its content is normalised and looked for in normalised text; otherwise it is looked for first, in the text as given.</summary>
    public bool Normalized { get; init; }
}
