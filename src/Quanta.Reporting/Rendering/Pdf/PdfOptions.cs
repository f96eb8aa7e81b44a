namespace Quanta.Reporting.Rendering;

/// <summary>How a chart is written as PDF.</summary>
public sealed record PdfOptions
{
    /// <summary>Where fonts are looked for, with all subfolders: DejaVu Sans first, then Verdana, Liberation Sans, Arial and FreeSans.</summary>
    public IReadOnlyList<string> FontFolders { get; init; } =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:\\Windows\\Fonts"];

    /// <summary>Whether the paper is near black; LaTeX users want white.</summary>
    public bool Dark { get; init; }
}
