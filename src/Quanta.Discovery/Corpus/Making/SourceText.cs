namespace Quanta.Discovery.Corpus.Making;

/// <summary>A text found on the machine, before it is cut into documents.</summary>
/// <param name="Kind">The kind of text, which becomes <c>meta.pile_set_name</c>.</param>
/// <param name="Name">Where it came from, e.g. a path within its folder. All pieces of one text go to the same side of the split.</param>
/// <param name="Text">The text.</param>
public readonly record struct SourceText(string Kind, string Name, string Text);
