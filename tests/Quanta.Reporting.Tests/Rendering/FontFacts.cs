using Quanta.Reporting.Rendering;

namespace Quanta.Reporting.Tests.Rendering;

/// <summary>A fact that is skipped where no font is found that a PDF could embed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FontFactAttribute : FactAttribute
{
    public FontFactAttribute() => Skip = Fonts.WhyMissing;
}

/// <summary>A theory that is skipped where no font is found that a PDF could embed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FontTheoryAttribute : TheoryAttribute
{
    public FontTheoryAttribute() => Skip = Fonts.WhyMissing;
}

internal static class Fonts
{
    public static string? WhyMissing { get; } = Find();

    private static string? Find()
    {
        try
        {
            FontFiles.Find(new PdfOptions().FontFolders);
            return null;
        }
        catch (FileNotFoundException problem)
        {
            return problem.Message;
        }
    }
}
