namespace Quanta.Reporting.Samples.Internals;

internal enum TextRole
{
    Before,
    Target,
    After,
}

/// <summary>A character as a terminal shows it.</summary>
/// <param name="Text">What is written; no control characters.</param>
/// <param name="Width">The columns it takes: 0 for a combining mark, 2 for a wide character, more for one shown by its code point.</param>
/// <param name="Role">Where it stands.</param>
internal readonly record struct TerminalCell(string Text, int Width, TextRole Role)
{
    public bool IsBlank => Text == " ";

    /// <summary>The line ends after this character.</summary>
    public bool EndsLine { get; init; }
}
