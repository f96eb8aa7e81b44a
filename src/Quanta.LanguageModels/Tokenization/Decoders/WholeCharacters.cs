using System.Text;

namespace Quanta.LanguageModels.Tokenization.Decoders;

/// <summary>Divides the text of tokens among them by whole characters.</summary>
internal static class WholeCharacters
{
    /// <summary>The text of tokens <paramref name="first"/> to <paramref name="end"/> - 1. A character that is spread over tokens belongs to the target if it has a
    /// part in it, else to the last token of these that has; bytes that are no UTF-8 become U+FFFD, one for each maximal part of a character.</summary>
    /// <param name="tokens">The bytes of each token, of some more on either side too, so that characters at the ends are whole.</param>
    /// <param name="first">The first token whose text is wanted.</param>
    /// <param name="end">One after the last.</param>
    /// <param name="target">The token that characters go to, or -1.</param>
    public static string[] Divide(IReadOnlyList<byte[]> tokens, int first, int end, int target)
    {
        var texts = new StringBuilder[end - first];
        for (var i = 0; i < texts.Length; i++) texts[i] = new StringBuilder();
        var (bytes, owners) = Join(tokens);
        for (var start = 0; start < bytes.Length;)
        {
            Rune.DecodeFromUtf8(bytes.AsSpan(start), out var character, out var length);
            var (from, to) = (owners[start], owners[start + length - 1]);
            var owner = from <= target && target <= to ? target : Math.Min(to, end - 1);
            if (owner >= first && from < end) texts[owner - first].Append(character.ToString());
            start += length;
        }
        return Array.ConvertAll(texts, text => text.ToString());
    }

    /// <summary>How many bytes of the characters that a token has a part in come before its own.</summary>
    public static int BytesBefore(IReadOnlyList<byte[]> tokens, int token)
    {
        var (bytes, owners) = Join(tokens);
        var own = Array.IndexOf(owners, token);
        for (var start = 0; start < bytes.Length;)
        {
            Rune.DecodeFromUtf8(bytes.AsSpan(start), out _, out var length);
            if (own < start + length) return own - start;
            start += length;
        }
        return 0;
    }

    /// <summary>All bytes, and of each the token that it is of.</summary>
    private static (byte[] Bytes, int[] Owners) Join(IReadOnlyList<byte[]> tokens) =>
        ([.. tokens.SelectMany(token => token)], [.. tokens.SelectMany((token, index) => Enumerable.Repeat(index, token.Length))]);
}
