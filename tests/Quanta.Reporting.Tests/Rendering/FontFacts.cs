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

    /// <summary>Why pictures of text would not look as where they were made; null where DejaVu Sans is there.</summary>
    public static string? WhyOther { get; } = WhyMissing ?? (Path.GetFileName(Regular) == "DejaVuSans.ttf" ? null : "needs DejaVu Sans (on Debian: apt-get install fonts-dejavu-core)");

    private static string Regular => FontFiles.Find(new PdfOptions().FontFolders).Regular;

    private static string? Find()
    {
        try
        {
            _ = Regular;
            return null;
        }
        catch (FileNotFoundException problem)
        {
            return problem.Message;
        }
    }
}
