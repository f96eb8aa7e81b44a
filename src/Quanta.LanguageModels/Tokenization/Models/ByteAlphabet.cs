using System.Text;

namespace Quanta.LanguageModels.Tokenization.Models;

/// <summary>GPT-2's printable stand-ins for the 256 bytes, in which byte-level vocabularies are written: a printable Latin-1 character stands for
/// its own byte, and the other 68 bytes, in order, are U+0100 to U+0143 (so a blank is Ġ).</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = MakeCharacters();
    private static readonly Dictionary<char, byte> Bytes = Characters.Index().ToDictionary(pair => pair.Item, pair => (byte)pair.Index);

    public static char CharacterOf(byte value) => Characters[value];

    /// <summary>The bytes that a vocabulary's entry stands for; its own UTF-8 where some character is not of the alphabet, as in Hugging Face's
    /// decoder.</summary>
    public static byte[] BytesOf(string entry)
    {
        var bytes = new byte[entry.Length];
        for (var i = 0; i < entry.Length; i++)
            if (!Bytes.TryGetValue(entry[i], out bytes[i])) return Encoding.UTF8.GetBytes(entry);
        return bytes;
    }

    /// <summary>The stand-ins of bytes.</summary>
    public static string EntryOf(ReadOnlySpan<byte> bytes)
    {
        var entry = new char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++) entry[i] = Characters[bytes[i]];
        return new string(entry);
    }

    private static char[] MakeCharacters()
    {
        var characters = new char[256];
        var standIn = '\u0100';
        for (var value = 0; value < 256; value++)
        {
            var printable = value is >= '!' and <= '~' or >= '\u00a1' and <= '\u00ac' or >= '\u00ae' and <= '\u00ff';
            characters[value] = printable ? (char)value : standIn++;
        }
        return characters;
    }
}
