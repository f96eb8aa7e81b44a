using System.Globalization;
using System.Runtime.CompilerServices;

namespace Quanta.LanguageModels.Tokenization.PreTokenizers;

/// <summary>What the splitting of GPT-2 and GPT-4 tells apart: the regular expression's \p{L}, \p{N}, \s and the rest.</summary>
internal enum CharacterClass : byte
{
    Other,
    Letter,
    Number,
    Space,
}

/// <summary>The class of every code point, by the general categories of the runtime's Unicode version.</summary>
internal static class CharacterClasses
{
    private static readonly CharacterClass[] BasicPlane = [.. Enumerable.Range(0, 0x10000).Select(code => Of(code))];

    /// <summary>The class of the code point at <paramref name="index"/>, and how many UTF-16 units it takes. An unpaired surrogate is Other,
    /// as is the U+FFFD that it becomes in UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterClass At(ReadOnlySpan<char> text, int index, out int width)
    {
        width = 1;
        var unit = text[index];
        return char.IsHighSurrogate(unit) ? AtSurrogate(text, index, out width) : BasicPlane[unit];
    }

    private static CharacterClass AtSurrogate(ReadOnlySpan<char> text, int index, out int width)
    {
        width = CodePoints.At(text, index, out var codePoint);
        return width == 1 ? CharacterClass.Other : Of(codePoint);
    }

    /// <summary>Where the characters of one class from <paramref name="start"/> on end.</summary>
    public static int EndOfRun(ReadOnlySpan<char> text, int start, CharacterClass kind)
    {
        var end = start;
        while (end < text.Length && At(text, end, out var width) == kind) end += width;
        return end;
    }

    public static CharacterClass Of(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or
            UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterClass.Letter,
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterClass.Number,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharacterClass.Space,
        UnicodeCategory.Control when codePoint is >= '\t' and <= '\r' or '\u0085' => CharacterClass.Space,
        _ => CharacterClass.Other,
    };
}

/// <summary>Enumerates the code points of UTF-16 text; an unpaired surrogate counts as a code point of its own.</summary>
internal ref struct CodePoints(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _next;

    public int Current { get; private set; }

    public readonly CodePoints GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next == _text.Length) return false;
        _next += At(_text, _next, out var codePoint);
        Current = codePoint;
        return true;
    }

    /// <summary>Reads the code point at <paramref name="index"/> and returns how many UTF-16 units it takes: 1 or 2.</summary>
    public static int At(ReadOnlySpan<char> text, int index, out int codePoint)
    {
        codePoint = text[index];
        if (!char.IsHighSurrogate((char)codePoint) || index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1])) return 1;
        codePoint = char.ConvertToUtf32((char)codePoint, text[index + 1]);
        return 2;
    }
}
