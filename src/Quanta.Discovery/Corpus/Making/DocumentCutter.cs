namespace Quanta.Discovery.Corpus.Making;

/// <summary>Cuts long texts into documents.</summary>
internal static class DocumentCutter
{
    private static readonly string[] Seams = ["\n\n", "\n", " "];

    /// <summary>Pieces of at most <paramref name="characters"/> UTF-16 units, each ending at the last blank line that fits, else at the last line end,
    /// blank, or anywhere but within a surrogate pair. White space around a piece is dropped, so are pieces of nothing else.</summary>
    public static IEnumerable<string> Cut(string text, int characters)
    {
        var start = 0;
        while (start < text.Length)
        {
            var end = EndOfPiece(text, start, characters);
            var piece = text[start..end].Trim('\n').TrimEnd();
            if (piece.Length > 0) yield return piece;
            start = end;
        }
    }

    private static int EndOfPiece(string text, int start, int characters)
    {
        if (text.Length - start <= characters) return text.Length;
        foreach (var seam in Seams)
        {
            // A seam in the first half would leave a piece much shorter than asked for.
            var found = text.LastIndexOf(seam, start + characters - 1, characters - characters / 2, StringComparison.Ordinal);
            if (found > start) return Math.Min(found + seam.Length, start + characters);
        }
        var end = start + characters;
        return characters > 1 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
    }
}
