namespace Quanta.Reporting.Samples;

public sealed record TerminalOptions
{
    /// <summary>Show the target on a red background (ANSI colour 41, as the authors do) and the text after it dim; otherwise the target stands
    /// between « and ».</summary>
    public bool Color { get; init; }

    /// <summary>Columns of the terminal; text is wrapped to fit, at blanks where there are some. At least 20.</summary>
    public int Width { get; init; } = 100;
}
