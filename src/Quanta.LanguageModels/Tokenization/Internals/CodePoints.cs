namespace Quanta.LanguageModels.Tokenization.Internals;

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
