using System.Text;
using Quanta.LanguageModels.Tokenization.PreTokenizers;

namespace Quanta.LanguageModels.Tokenization.Normalizers;

/// <summary>Normalization Form C of Unicode 9.0 (UAX #15), the form and version of Hugging Face's NFC normalizer.</summary>
/// <remarks>The runtime's <see cref="string.Normalize()"/> returns its input unchanged in invariant-globalization mode, and needs ICU otherwise;
/// hence this one. Unpaired surrogates pass through as they are.</remarks>
internal static class CanonicalComposition
{
    private const char FirstUnsettled = '\u0300';
    private static readonly CanonicalData Data = CanonicalData.Instance;

    /// <summary>The text in NFC: the same memory where it already is in NFC as far as the quick check can tell.</summary>
    /// <remarks>A settled character never joins what stands before it (<see cref="CanonicalData.IsUnsettled"/>), so only runs of unsettled characters,
    /// each with the settled one before it, are taken apart and put together again. Linear in the length, but for sorting long runs of marks.</remarks>
    public static ReadOnlyMemory<char> Normalize(ReadOnlyMemory<char> text)
    {
        var span = text.Span;
        var (runStart, runEnd) = NextRun(span, 0);
        if (runStart == span.Length) return text;
        var normalized = new StringBuilder(span.Length);
        var codePoints = new List<int>();
        for (var copied = 0; ; (runStart, runEnd) = NextRun(span, copied))
        {
            normalized.Append(span[copied..runStart]);
            copied = runEnd;
            if (runStart == span.Length) return normalized.ToString().AsMemory();
            codePoints.Clear();
            foreach (var codePoint in new CodePoints(span[runStart..runEnd])) Decompose(codePoint, codePoints);
            SortMarks(codePoints);
            Compose(codePoints);
            foreach (var codePoint in codePoints) AppendCodePoint(normalized, codePoint);
        }
    }

    /// <summary>The next run to be composed at or after <paramref name="from"/>; an empty one at the end where there is none.</summary>
    private static (int Start, int End) NextRun(ReadOnlySpan<char> text, int from)
    {
        var settled = text[from..].IndexOfAnyExceptInRange('\0', (char)(FirstUnsettled - 1));
        if (settled < 0) return (text.Length, text.Length);
        var start = from + Math.Max(0, settled - 1);
        for (var i = start; i < text.Length;)
        {
            var width = CodePoints.At(text, i, out var codePoint);
            if (Data.IsUnsettled(codePoint)) return (start, EndOfRun(text, i + width));
            start = i;
            i += width;
        }
        return (text.Length, text.Length);
    }

    private static int EndOfRun(ReadOnlySpan<char> text, int end)
    {
        while (end < text.Length)
        {
            var width = CodePoints.At(text, end, out var codePoint);
            if (!Data.IsUnsettled(codePoint)) break;
            end += width;
        }
        return end;
    }

    private static void Decompose(int codePoint, List<int> into)
    {
        while (Data.TryDecompose(codePoint, out var parts))
        {
            if (parts.Second != 0)
            {
                Decompose(parts.First, into);
                codePoint = parts.Second;
            }
            else
            {
                codePoint = parts.First;
            }
        }
        into.Add(codePoint);
    }

    /// <summary>Puts each run of non-starters into ascending order of combining class, equal classes in their old order.</summary>
    private static void SortMarks(List<int> codePoints)
    {
        for (var start = 0; start < codePoints.Count; start++)
        {
            var end = start;
            while (end < codePoints.Count && Data.CombiningClass(codePoints[end]) != 0) end++;
            if (end - start > 1)
            {
                var sorted = codePoints.GetRange(start, end - start).OrderBy(codePoint => Data.CombiningClass(codePoint)).ToArray();
                for (var i = start; i < end; i++) codePoints[i] = sorted[i - start];
            }
            start = end;
        }
    }

    /// <summary>Joins each character with the last starter where the two compose and nothing between them blocks it.</summary>
    private static void Compose(List<int> codePoints)
    {
        var (kept, starter, lastClass) = (0, -1, 0);
        foreach (var codePoint in codePoints.ToArray())
        {
            var combiningClass = Data.CombiningClass(codePoint);
            var blocked = kept - 1 != starter && lastClass >= combiningClass;
            if (starter >= 0 && !blocked && Data.TryCompose(codePoints[starter], codePoint, out var composite))
            {
                codePoints[starter] = composite;
                continue;
            }
            if (combiningClass == 0) starter = kept;
            lastClass = combiningClass;
            codePoints[kept++] = codePoint;
        }
        codePoints.RemoveRange(kept, codePoints.Count - kept);
    }

    private static void AppendCodePoint(StringBuilder text, int codePoint)
    {
        if (codePoint < 0x10000) text.Append((char)codePoint);
        else text.Append(new Rune(codePoint));
    }
}

/// <summary>Canonical decomposition and composition of Hangul syllables (The Unicode Standard, section 3.12, with its names of the constants
/// spelled out: L lead, V vowel, T trail).</summary>
internal static class Hangul
{
    public const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    public const int Leads = 19, Vowels = 21, Trails = 28;

    /// <summary>LVT into (LV, T), LV into (L, V).</summary>
    public static bool TryDecompose(int codePoint, out (int First, int Second) parts)
    {
        var index = codePoint - SyllableBase;
        parts = default;
        if ((uint)index >= Leads * Vowels * Trails) return false;
        var trail = index % Trails;
        parts = trail != 0
            ? (codePoint - trail, TrailBase + trail)
            : (LeadBase + index / (Vowels * Trails), VowelBase + index / Trails % Vowels);
        return true;
    }

    /// <summary>(L, V) into LV, (LV, T) into LVT.</summary>
    public static bool TryCompose(int first, int second, out int syllable)
    {
        var (lead, vowel, trail) = (first - LeadBase, second - VowelBase, second - TrailBase);
        var index = first - SyllableBase;
        syllable = 0;
        if ((uint)lead < Leads && (uint)vowel < Vowels)
            syllable = SyllableBase + (lead * Vowels + vowel) * Trails;
        else if ((uint)index < Leads * Vowels * Trails && index % Trails == 0 && trail is > 0 and < Trails)
            syllable = first + trail;
        return syllable != 0;
    }
}
