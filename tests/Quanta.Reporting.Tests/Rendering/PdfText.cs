using System.Diagnostics;

namespace Quanta.Reporting.Tests.Rendering;

/// <summary>Reads the text of a PDF's pages with Poppler's pdftotext.</summary>
internal static class PdfText
{
    private const string Tool = "pdftotext";

    /// <summary>Why nothing can be read here; null where it can.</summary>
    public static string? WhyMissing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Tool)))
            ? null
            : $"needs {Tool} (on Debian: apt-get install poppler-utils)";

    /// <summary>The text of each page, as it is laid out.</summary>
    public static IReadOnlyList<string> Pages(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("print.pdf");
        File.WriteAllBytes(file, pdf);
        using var process = Process.Start(new ProcessStartInfo(Tool, ["-layout", "-enc", "UTF-8", file, "-"]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return [.. text.Split('\f')[..^1]]; // every page ends with a form feed
    }
}
