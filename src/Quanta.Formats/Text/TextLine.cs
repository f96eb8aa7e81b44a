namespace Quanta.Formats.Text;

/// <summary>One line of a file, without its end.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Utf8">The bytes; valid until the next line is read.</param>
public readonly record struct TextLine(long Number, ReadOnlyMemory<byte> Utf8);
