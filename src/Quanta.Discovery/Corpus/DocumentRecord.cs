namespace Quanta.Discovery.Corpus;

/// <summary>Where a document came from: one line of corpus/documents.jsonl.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Kind">The kind of text, <c>meta.pile_set_name</c>, or null where the file does not say.</param>
/// <param name="Tokens">How many of its tokens the corpus holds.</param>
/// <param name="IsCut">Whether the document had more.</param>
public sealed record DocumentRecord(long Line, string? Kind, int Tokens, bool IsCut);
