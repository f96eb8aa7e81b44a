using System.Text;
using Quanta.Formats.Text;

namespace Quanta.Discovery.Corpus.Making;

/// <summary>The text files of a folder.</summary>
public static class TextFolder
{
    /// <summary>Files with these endings are read, also compressed (with .gz or .zst after them); other files are passed over.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".txt", ".md", ".rst", ".text", ".tex", ".org", ".adoc"];

    private static readonly string[] Compressions = ["", ".gz", ".zst"];

    /// <summary>Reads every text file below the folder, in ordinal order of paths.</summary>
    /// <exception cref="InvalidDataException">The folder does not exist or holds no text file, or a file is not UTF-8.</exception>
    public static IEnumerable<SourceText> Read(string kind, string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"The folder {folder} does not exist; a folder of text files was required.");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsText).Order(StringComparer.Ordinal).ToList();
        if (files.Count == 0)
            throw new InvalidDataException($"{folder} holds no text file: none ends in {string.Join(", ", Endings)}, compressed or not.");
        return files.Select(file => new SourceText(kind, Path.GetRelativePath(folder, file), ReadText(file)));
    }

    private static bool IsText(string file) =>
        Endings.Any(ending => Compressions.Any(compression => file.EndsWith(ending + compression, StringComparison.OrdinalIgnoreCase)));

    private static string ReadText(string file)
    {
        try
        {
            var text = CompressedFile.OpenRead(file, "a text file", mayBeHtml: true);
            using var reader = new StreamReader(text, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"{file} must be UTF-8, but it holds bytes that are not. Convert it first (iconv -t utf-8), or move it out of the folder.");
        }
    }
}

/// <summary>A text found on the machine, before it is cut into documents.</summary>
/// <param name="Kind">The kind of text, which becomes <c>meta.pile_set_name</c>.</param>
/// <param name="Name">Where it came from, e.g. a path within its folder. All pieces of one text go to the same side of the split.</param>
/// <param name="Text">The text.</param>
public readonly record struct SourceText(string Kind, string Name, string Text);

/// <summary>Makes texts of different origins alike where the difference says nothing.</summary>
internal static class TextCleaning
{
    /// <summary>Line ends become \n, a byte order mark and control characters other than tab and line end go, white space at line ends goes, and more than
    /// two line ends in a row become two. Half surrogate pairs become U+FFFD.</summary>
    public static string Clean(string text)
    {
        var builder = new StringBuilder(text.Length);
        var blankLines = 0;
        foreach (var line in text.ReplaceLineEndings("\n").AsSpan().EnumerateLines())
        {
            var kept = line.TrimEnd();
            blankLines = kept.IsEmpty ? blankLines + 1 : 0;
            if (blankLines > 1) continue;
            AppendVisible(kept, builder);
            builder.Append('\n');
        }
        return builder.ToString().Trim('\n');
    }

    private static void AppendVisible(ReadOnlySpan<char> line, StringBuilder builder)
    {
        foreach (var rune in line.EnumerateRunes())
            if (rune.Value == '\t' || (rune.Value != 0xFEFF && !Rune.IsControl(rune))) builder.Append(rune.ToString());
    }
}
