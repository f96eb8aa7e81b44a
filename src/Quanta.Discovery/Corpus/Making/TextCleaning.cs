using System.Text;

namespace Quanta.Discovery.Corpus.Making;

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
